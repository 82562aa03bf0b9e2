import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** Takes the step that somebody in a sequence is at. Its key is the enrollment. */
export const TAKE_SEQUENCE_STEP = {
  name: 'take_sequence_step',
  data: z.object({ enrollmentId: z.string(), version: z.number().int() }),
} as const satisfies JobType;

export const sequenceSource = (sequenceId: string): string => `sequence:${sequenceId}`;
