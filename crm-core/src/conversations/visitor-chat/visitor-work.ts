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

/** Mails a visitor the copy of their chat that they have asked for; done where mail is sent. */
export const mailVisitorCopyWork = {
  name: 'mail_visitor_copy',
  lane: 'channels',
  data: z.object({ chatId: z.string(), email: z.string().max(254), upTo: z.number().int() }),
} as const satisfies JobType;

/** What is written in one go gets one answer. */
export const BURST_MS = 600;
