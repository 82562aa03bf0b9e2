import { z } from 'zod';

export const widgetSessionSchema = z.strictObject({
  site: z.string().min(1).max(60),
  /** A JWT of the site's server. */
  identity: z.string().min(1).max(4_000),
});
