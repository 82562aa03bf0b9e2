import { z } from 'zod';
import { MEDIUMS } from './source-of.ts';

const count = z.number().int();

/** What was looked at on the websites in a time. */
export const siteFiguresSchema = z.object({
  visitors: count,
  views: count,
  /** Views of browsers that ask not to be followed: they are told from nobody. */
  unnamed: count,
  /** Views that machines made, which count nowhere else. */
  machines: count,
  /** Of the workspace's clock; those without a view are left out. */
  days: z.array(z.object({ day: z.string(), visitors: count, views: count })),
  pages: z.array(z.object({ path: z.string(), views: count })),
  sources: z.array(
    z.object({ source: z.string(), medium: z.enum(MEDIUMS), campaign: z.string().optional(), visits: count }),
  ),
  companies: z.array(
    z.object({ companyId: z.string(), name: z.string(), visits: count, pages: count, last: z.string() }),
  ),
});
export type SiteFigures = z.infer<typeof siteFiguresSchema>;
