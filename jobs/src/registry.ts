import type { Job } from './job.ts';
import { expireApprovals } from './jobs/expire-approvals.job.ts';
import { sendBulkNotices } from './jobs/send-bulk-notices.job.ts';
import { sendDueReminders } from './jobs/send-due-reminders.job.ts';

/** The list of scheduled jobs. */
export const jobs: readonly Job[] = [sendDueReminders, sendBulkNotices, expireApprovals];
