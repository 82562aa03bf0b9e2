import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** Answers a visitor; done where agents are at hand. */
export const answerVisitorWork = {
  name: 'answer_visitor',
  data: z.object({ chatId: z.string() }),
} as const satisfies JobType;

/** Asks the team to take over from Clianta. */
export const checkWaitingWork = {
  name: 'check_waiting',
  data: z.object({ chatId: z.string() }),
} as const satisfies JobType;

/** Brings what a visitor writes to the thread where a teammate answers; done where channels are at hand. */
export const forwardVisitorWork = {
  name: 'forward_visitor',
  lane: 'channels',
  data: z.object({ chatId: z.string() }),
} as const satisfies JobType;

/** What is written in one go gets one answer. */
export const BURST_MS = 600;
