import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** Tells those who have to decide on what somebody else asked for that it waits; done where people are told things. */
export const tellDeciders = {
  name: 'tell_deciders',
  data: z.object({
    approvalId: z.string(),
    /** It expires soon. */
    isLastCall: z.boolean().optional(),
    /** Nobody has decided for long: the owners may too. */
    isEscalation: z.boolean().optional(),
  }),
} as const satisfies JobType;
