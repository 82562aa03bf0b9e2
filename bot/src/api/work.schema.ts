import { JOB_STATES } from '@clianta/crm-core/work/waiting-job';
import { z } from 'zod';

/** A piece of work without its data, which may be what its reader may not see. */
export const shownJobSchema = z.object({
  id: z.string(),
  job: z.string(),
  state: z.enum(JOB_STATES),
  at: z.date(),
  attempts: z.number().int(),
  error: z.string().optional(),
});
