import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** A delivery on its way; done where the secrets can be opened. Its key is the delivery. */
export const DELIVER_WEBHOOK = {
  name: 'deliver_webhook',
  lane: 'channels',
  // of a round each attempt is another order
  data: z.object({ deliveryId: z.string(), round: z.string().max(60), tries: z.number().int() }),
} as const satisfies JobType;
