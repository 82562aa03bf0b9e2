import { z } from 'zod';
import type { JobType } from '../work/define-job.ts';

/** Tells the admins that most of a budget of the language model is spent, or that it is used up. */
export const TELL_BUDGET = {
  name: 'tell_budget',
  data: z.object({
    /** Of whom: `all`, an agent's name, the id of a person or a workflow. */
    account: z.string(),
    /** `2026-11`, or a day. */
    period: z.string(),
    isUsedUp: z.boolean(),
  }),
} as const satisfies JobType;
