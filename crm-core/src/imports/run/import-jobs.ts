import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** Brings the rows of an import into records. `round` tells one beginning from the next. */
export const RUN_IMPORT = {
  name: 'run_import',
  data: z.object({ importId: z.string(), round: z.number().int() }),
} satisfies JobType;

/** Takes back what an import has written. */
export const TAKE_BACK_IMPORT = {
  name: 'take_back_import',
  data: z.object({ importId: z.string(), byId: z.string() }),
} satisfies JobType;
