import type { AnyJob } from '@clianta/crm-core/work/define-job';
import type { JobContext, ScheduledJob } from './job.ts';
import { answerVisitorJob } from './jobs/answer-visitor.job.ts';
import { changeTags } from './jobs/change-tags.job.ts';
import { checkWaiting } from './jobs/check-waiting.job.ts';
import { deliverLeadMagnet } from './jobs/deliver-lead-magnet.job.ts';
import { erasePerson } from './jobs/erase-person.job.ts';
import { expireApprovals } from './jobs/expire-approvals.job.ts';
import { extractTextJob } from './jobs/extract-text.job.ts';
import { feedCampaignJob } from './jobs/feed-campaign.job.ts';
import { findDuplicates } from './jobs/find-duplicates.job.ts';
import { handOverRecords } from './jobs/hand-over-records.job.ts';
import { lapseBooking } from './jobs/lapse-booking.job.ts';
import { listenWindowJob } from './jobs/listen-window.job.ts';
import { mergeRecords } from './jobs/merge-records.job.ts';
import { pickCampaignWinner } from './jobs/pick-campaign-winner.job.ts';
import { planAgents } from './jobs/plan-agents.job.ts';
import { planClockWorkJob } from './jobs/plan-clock-work.job.ts';
import { planReminders } from './jobs/plan-reminders.job.ts';
import { planReports } from './jobs/plan-reports.job.ts';
import { planSequences } from './jobs/plan-sequences.job.ts';
import { planWorkflows } from './jobs/plan-workflows.job.ts';
import { remindMeeting } from './jobs/remind-meeting.job.ts';
import { rescoreLeads } from './jobs/rescore-leads.job.ts';
import { runClockWork } from './jobs/run-clock-work.job.ts';
import { runCustomAgent } from './jobs/run-custom-agent.job.ts';
import { runImportJob } from './jobs/run-import.job.ts';
import { runStep } from './jobs/run-step.job.ts';
import { scanMentions } from './jobs/scan-mentions.job.ts';
import { sendReminder } from './jobs/send-reminder.job.ts';
import { sendReport } from './jobs/send-report.job.ts';
import { settlePhoneMessage } from './jobs/settle-phone-message.job.ts';
import { shareOutMade } from './jobs/share-out.job.ts';
import { startCampaignJob } from './jobs/start-campaign.job.ts';
import { startEnrollment } from './jobs/start-enrollment.job.ts';
import { sweepCampaigns } from './jobs/sweep-campaigns.job.ts';
import { sweepEnrollments } from './jobs/sweep-enrollments.job.ts';
import { sweepEvents } from './jobs/sweep-events.job.ts';
import { sweepFilesJob } from './jobs/sweep-files.job.ts';
import { sweepOutbox } from './jobs/sweep-outbox.job.ts';
import { sweepPhoneMessages } from './jobs/sweep-phone-messages.job.ts';
import { syncStreamJob } from './jobs/sync-stream.job.ts';
import { takeBackImport } from './jobs/take-back-import.job.ts';
import { takeInboundEvent } from './jobs/take-inbound-event.job.ts';
import { takeSequenceStepJob } from './jobs/take-sequence-step.job.ts';
import { takeSubmissionJob } from './jobs/take-submission.job.ts';
import { takeUpCalls } from './jobs/take-up-calls.job.ts';
import { tellBudget } from './jobs/tell-budget.job.ts';
import { tellBulkChange } from './jobs/tell-bulk-change.job.ts';
import { tellDeciders } from './jobs/tell-deciders.job.ts';
import { transcribeCallJob } from './jobs/transcribe-call.job.ts';
import { wakeNotice } from './jobs/wake-notice.job.ts';
import { watchTicket } from './jobs/watch-ticket.job.ts';

/** Work that the clock repeats. */
export const scheduledJobs: readonly ScheduledJob[] = [
  planReminders,
  expireApprovals,
  sweepFilesJob,
  planReports,
  takeUpCalls,
  planClockWorkJob,
  planAgents,
  planWorkflows,
  sweepEnrollments,
  sweepCampaigns,
  planSequences,
  sweepEvents,
  sweepOutbox,
  sweepPhoneMessages,
];

/** Work that waits for its time. */
export const waitingJobs: ReadonlyArray<AnyJob<JobContext>> = [
  sendReminder,
  sendReport,
  tellBulkChange,
  changeTags,
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
  answerVisitorJob,
  checkWaiting,
  runClockWork,
  runCustomAgent,
  tellBudget,
  startEnrollment,
  runStep,
  takeInboundEvent,
  takeSubmissionJob,
  deliverLeadMagnet,
  startCampaignJob,
  feedCampaignJob,
  pickCampaignWinner,
  takeSequenceStepJob,
  syncStreamJob,
  erasePerson,
  settlePhoneMessage,
  shareOutMade,
];
