import type { AnyJob } from '@clianta/crm-core/work/define-job';
import type { JobContext, ScheduledJob } from './job.ts';
import { expireApprovals } from './jobs/expire-approvals.job.ts';
import { expireProposalsJob } from './jobs/expire-proposals.job.ts';
import { extractTextJob } from './jobs/extract-text.job.ts';
import { fadeIntent } from './jobs/fade-intent.job.ts';
import { findDuplicates } from './jobs/find-duplicates.job.ts';
import { handOverRecords } from './jobs/hand-over-records.job.ts';
import { keepForecasts } from './jobs/keep-forecasts.job.ts';
import { lapseBooking } from './jobs/lapse-booking.job.ts';
import { listenWindowJob } from './jobs/listen-window.job.ts';
import { mergeRecords } from './jobs/merge-records.job.ts';
import { planReminders } from './jobs/plan-reminders.job.ts';
import { planReports } from './jobs/plan-reports.job.ts';
import { remindMeeting } from './jobs/remind-meeting.job.ts';
import { rescoreLeads } from './jobs/rescore-leads.job.ts';
import { runImportJob } from './jobs/run-import.job.ts';
import { scanMentions } from './jobs/scan-mentions.job.ts';
import { sendReminder } from './jobs/send-reminder.job.ts';
import { sendReport } from './jobs/send-report.job.ts';
import { sweepDuplicates } from './jobs/sweep-duplicates.job.ts';
import { sweepFilesJob } from './jobs/sweep-files.job.ts';
import { takeBackImport } from './jobs/take-back-import.job.ts';
import { takeUpCalls } from './jobs/take-up-calls.job.ts';
import { tellBulkChange } from './jobs/tell-bulk-change.job.ts';
import { tellDeciders } from './jobs/tell-deciders.job.ts';
import { transcribeCallJob } from './jobs/transcribe-call.job.ts';
import { wakeNotice } from './jobs/wake-notice.job.ts';
import { watchTicket } from './jobs/watch-ticket.job.ts';

/** Work that the clock repeats. */
export const scheduledJobs: readonly ScheduledJob[] = [
  planReminders,
  expireApprovals,
  expireProposalsJob,
  fadeIntent,
  sweepDuplicates,
  sweepFilesJob,
  planReports,
  keepForecasts,
  takeUpCalls,
];

/** Work that waits for its time. */
export const waitingJobs: ReadonlyArray<AnyJob<JobContext>> = [
  sendReminder,
  sendReport,
  tellBulkChange,
  handOverRecords,
  tellDeciders,
  rescoreLeads,
  wakeNotice,
  findDuplicates,
  mergeRecords,
  extractTextJob,
  runImportJob,
  takeBackImport,
  watchTicket,
  remindMeeting,
  lapseBooking,
  scanMentions,
  transcribeCallJob,
  listenWindowJob,
];
