import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { AnyJob } from '@clianta/crm-core/work/define-job';
import { renewWatchesJob } from './hooks/renew-watches.job.ts';
import { deliverAlertJob } from './inbound/deliver-alert.job.ts';
import { forwardVisitorJob } from './inbound/forward-visitor.job.ts';
import { removePostsJob } from './inbound/remove-posts.job.ts';
import { copyToSentJob } from './mail-sync/copy-to-sent.job.ts';
import { fileThreadJob } from './mail-sync/file-thread.job.ts';
import { backfillMailFolderJob, syncMailAccountJob } from './mail-sync/mail-sync.jobs.ts';
import { deliverNoticeJob } from './notices/deliver-notice.job.ts';
import { mailReportJob } from './notices/mail-report.job.ts';
import { sendDigestJob } from './notices/send-digest.job.ts';
import { sendMailJob } from './outbox/send-mail.job.ts';
import { sendPhoneMessage } from './phone/send-phone-message.job.ts';
import type { ServerParts } from './server-parts.ts';
import { mailVisitorCopyJob } from './visitors/mail-visitor-copy.job.ts';
import { deliverWebhookJob } from './webhooks/deliver-webhook.job.ts';
import { webhookWire } from './webhooks/webhook-wire.ts';

/** Work that waits and that this process does: what it takes channels, mailboxes or opened secrets for. */
export function channelWork({
  config,
  crm,
  outlets,
  mailer,
  channels,
  webhookSecrets,
  mailProvider,
  mailboxSecrets,
  fetchMailFiles,
}: ServerParts): ReadonlyArray<AnyJob<{ crm: CrmCore }>> {
  const mailboxes = { secrets: mailboxSecrets, hosts: { privateHosts: config.MAIL_PRIVATE_HOSTS } };
  return [
    deliverNoticeJob(outlets),
    sendDigestJob(outlets),
    mailReportJob(mailer),
    deliverAlertJob(channels),
    forwardVisitorJob(channels),
    removePostsJob(channels),
    mailVisitorCopyJob(mailer),
    deliverWebhookJob(webhookSecrets, webhookWire()),
    sendMailJob(mailProvider, fetchMailFiles),
    sendPhoneMessage,
    syncMailAccountJob(mailboxes),
    backfillMailFolderJob(mailboxes),
    renewWatchesJob,
    copyToSentJob({ crm, ...mailboxes }),
    fileThreadJob({ crm, ...mailboxes }),
  ];
}
