import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** A recording that waits to be turned into text. */
export const transcribeCall = {
  name: 'transcribe_call',
  data: z.object({ callId: z.string() }),
} as const satisfies JobType;

/** Ten minutes of it. */
export const listenWindow = {
  name: 'listen_window',
  data: z.object({ callId: z.string(), window: z.number().int().min(0) }),
} as const satisfies JobType;
