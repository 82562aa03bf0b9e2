import { z } from 'zod';

/** By which a page is found again, whatever it is called by then. */
export const ID_PROPERTY = 'Clianta id';

export const dataSourceSchema = z.object({
  id: z.string(),
  title: z.array(z.object({ plain_text: z.string() })).default([]),
  properties: z.record(z.string(), z.object({ type: z.string() })),
});
