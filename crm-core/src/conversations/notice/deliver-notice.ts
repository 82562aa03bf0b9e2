import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** A notice on its way to a chat outside; done by the processes that are connected to it. */
export const deliverNotice = {
  name: 'deliver_notice',
  lane: 'channels',
  data: z.object({
    noticeId: z.string(),
    /** The person's account there. */
    identityId: z.string(),
  }),
} as const satisfies JobType;
