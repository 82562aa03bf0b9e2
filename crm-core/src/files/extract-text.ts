import { z } from 'zod';
import type { JobType } from '../work/define-job.ts';

/** A file whose text waits to be read. */
export const extractText = {
  name: 'extract_text',
  data: z.object({ fileId: z.string() }),
} as const satisfies JobType;
