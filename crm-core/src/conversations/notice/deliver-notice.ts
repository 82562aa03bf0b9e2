import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** A notice on its way to one channel; done by the processes that are connected to it. Its key is `<notice>:<channel>`. */
export const deliverNotice = {
  name: 'deliver_notice',
  lane: 'channels',
  data: z.object({ noticeId: z.string(), channel: z.string() }),
} as const satisfies JobType;

/** What waits for a person's digest of a day, on every channel. Its key is `<user>:<date>`. */
export const sendDigest = {
  name: 'send_digest',
  lane: 'channels',
  data: z.object({ userId: z.string(), date: z.iso.date() }),
} as const satisfies JobType;

/** A snoozed notice comes back. Its key is the notice. */
export const wakeNotice = {
  name: 'wake_notice',
  data: z.object({ noticeId: z.string() }),
} as const satisfies JobType;
