import { z } from 'zod';

/** What a page shows of a campaign besides its fields. */
const campaignOverviewSchema = z.object({
  /** How many got how far, from all that match; before it starts how many would get it. */
  funnel: z.array(z.object({ label: z.string(), count: z.number().int() })),
  exclusions: z.array(z.object({ reason: z.string(), count: z.number().int() })),
  /** What keeps it from going out. */
  open: z.array(z.string()),
  samples: z.array(
    z.object({ kind: z.string(), to: z.string(), subject: z.string(), html: z.string(), text: z.string() }),
  ),
  winner: z.string().optional(),
});
export type CampaignOverview = z.output<typeof campaignOverviewSchema>;
