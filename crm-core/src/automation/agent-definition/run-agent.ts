import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** How long what sets an agent off is gathered before it runs. */
export const GATHER_MS = 60_000;

/**
 * An agent that runs by itself: for what happened in the minute that begins at `from`, or for a time of its schedule. Its
 * key is agent and time, so that each is run once.
 */
export const RUN_CUSTOM_AGENT = {
  name: 'run_custom_agent',
  data: z.object({
    definitionId: z.string(),
    from: z.iso.datetime(),
    cause: z.enum(['trigger', 'schedule']),
  }),
} as const satisfies JobType;
