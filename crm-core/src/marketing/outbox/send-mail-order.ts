import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** A mail on its way; done where the credentials can be opened. Its key is the mail. */
export const SEND_MAIL = {
  name: 'send_mail',
  lane: 'channels',
  // each attempt is another order
  data: z.object({ messageId: z.string(), attempt: z.number().int().min(0) }),
} as const satisfies JobType;
