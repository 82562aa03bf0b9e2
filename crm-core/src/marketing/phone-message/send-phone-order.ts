import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** A phone message on its way; done where people's addresses of Clianta are known. Its key is the message. */
export const SEND_PHONE = {
  name: 'send_phone_message',
  lane: 'channels',
  // each attempt is another order
  data: z.object({ messageId: z.string(), attempt: z.number().int().min(0) }),
} as const satisfies JobType;

/** Looks up at the vendor what became of one; its key is the message. */
export const SETTLE_PHONE = {
  name: 'settle_phone_message',
  data: z.object({ messageId: z.string() }),
} as const satisfies JobType;
