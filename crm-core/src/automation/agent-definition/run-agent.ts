import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** How long what sets an agent off is gathered before it runs. */
export const GATHER_MS = 60_000;

/**
 * An agent that runs by itself: for what happened in the minute that begins at `from`, for a time of its schedule, or for a
 * step of a workflow. Its key is agent and time, or the step, so that each is run once.
 */
export const RUN_CUSTOM_AGENT = {
  name: 'run_custom_agent',
  data: z.object({
    definitionId: z.string(),
    cause: z.enum(['trigger', 'schedule', 'step']),
    /** Of a trigger and a schedule. */
    from: z.iso.datetime().optional(),
    /** Of a workflow: what it is about, who turned the workflow on, and what led to it. */
    step: z
      .object({
        effectId: z.string(),
        entity: z.string(),
        recordId: z.string(),
        byId: z.string(),
        /** What it is told to do; absent: what its instructions say. */
        message: z.string().max(2_000).optional(),
        cause: z.object({ eventId: z.string(), chain: z.array(z.string()), depth: z.number().int() }),
      })
      .optional(),
  }),
} as const satisfies JobType;
