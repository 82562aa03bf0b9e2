import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** A report that is due. Its key is `<report>:<slot>`: what was due at one time is sent once. */
export const SEND_REPORT = {
  name: 'send_report',
  data: z.object({ reportId: z.string(), slot: z.iso.datetime() }),
} as const satisfies JobType;

/** A report on its way to an address outside the team; done by the processes that may send mail. */
export const MAIL_REPORT = {
  name: 'mail_report',
  lane: 'channels',
  data: z.object({ to: z.email(), subject: z.string().max(500), text: z.string().max(20_000) }),
} as const satisfies JobType;
