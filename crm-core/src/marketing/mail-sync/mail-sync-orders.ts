import { z } from 'zod';
import type { JobType } from '../../work/define-job.ts';

/** What is new in a mailbox; done where its password can be opened. Its key is the mailbox. */
export const SYNC_MAIL_ACCOUNT = {
  name: 'sync_mail_account',
  lane: 'channels',
  data: z.object({ accountId: z.string() }),
} as const satisfies JobType;

/** One chunk of what lies further back; the next one is ordered by it. */
export const BACKFILL_MAIL_FOLDER = {
  name: 'backfill_mail_folder',
  lane: 'channels',
  data: z.object({ accountId: z.string() }),
} as const satisfies JobType;
