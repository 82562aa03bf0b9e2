import { z } from 'zod';

export const placeSchema = z.strictObject({
  entity: z.string().max(60).nullable(),
  recordId: z.string().max(64).nullable(),
});
