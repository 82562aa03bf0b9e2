import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** What became of a deal, on its way to a channel that wants to know. */
export const deliverAlert = {
  name: 'deliver_alert',
  lane: 'channels',
  data: z.object({
    alertId: z.string(),
    /** CommonMark. */
    text: z.string().max(1_000),
  }),
} as const satisfies JobType;
