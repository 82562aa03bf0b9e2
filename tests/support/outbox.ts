import { fetchFiles } from '@clianta/bot/mail-sync/fetch-files';
import { MailboxSecrets } from '@clianta/bot/outbox/mailbox-secrets';
import { resendProvider } from '@clianta/bot/outbox/resend-provider';
import { sendMailJob } from '@clianta/bot/outbox/send-mail.job';
import { SmtpConnections } from '@clianta/bot/outbox/smtp-connections';
import { smtpProvider } from '@clianta/bot/outbox/smtp-provider';
import { vendorProvider } from '@clianta/bot/outbox/vendor-provider';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { newId } from '@clianta/crm-core/entity/ids';
import {
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { type OutboxRow, OutboxRows } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { type OutgoingMail, queueMail } from '@clianta/crm-core/marketing/outbox/queue-mail';
import { SEND_MAIL } from '@clianta/crm-core/marketing/outbox/send-mail-order';
import { SecretBox } from '@clianta/crm-core/secrets/secret-box';
import { sweepOutbox } from '@clianta/jobs/jobs/sweep-outbox.job';
import type { SmtpStandIn } from './smtp-stand-in.ts';
import type { TestWorkspace } from './test-crm.ts';

/** The outbox of one process: the job, on connections of its own. */
export function anOutbox(crm: CrmCore, { port }: SmtpStandIn, imapPort?: number) {
  const secrets = new MailboxSecrets(crm, new SecretBox(['a key of some length']));
  const smtp = smtpProvider(new SmtpConnections({ privateHosts: [`127.0.0.1:${port}`] }), secrets);
  const provider = vendorProvider(crm, resendProvider(crm, smtp));
  const job = sendMailJob(
    provider,
    fetchFiles({ crm, secrets, hosts: { privateHosts: imapPort ? [`127.0.0.1:${imapPort}`] : [] } }),
  );
  const runOne = (home: TestWorkspace, messageId: string, signal = AbortSignal.timeout(20_000)) =>
    job.run(
      { crm, id: messageId, workspaceId: home.workspaceId, attempt: 1, scope: home.system, signal },
      { messageId, attempt: 0 },
    );
  return {
    secrets,
    provider,
    runOne,
    /** Does what is due in the workspace, until nothing is. */
    async runDue(home: TestWorkspace) {
      for (;;) {
        const waiting = await crm.work.list(home.workspaceId, { states: ['waiting'], limit: 1_000 });
        const due = waiting.filter(({ job: name, at }) => name === SEND_MAIL.name && at <= crm.now());
        if (due.length === 0) return;
        for (const { key = '' } of due) {
          // what is ordered while it runs has another time or attempt
          await crm.work.cancel(SEND_MAIL, home.workspaceId, key);
          await runOne(home, key);
        }
      }
    },
    sweep: () => sweepOutbox.run({ crm, notify: async () => {} }),
  };
}

export async function aMailbox(
  crm: CrmCore,
  home: TestWorkspace,
  { port, password }: SmtpStandIn,
  values: Partial<EmailAccountRecord> = {},
): Promise<EmailAccountRecord> {
  const account = await crm.records(EmailAccount).create(home.scope, {
    address: `sam.${newId()}@own.example`,
    displayName: 'Sam Rivera',
    ownerId: home.scope.actor.id,
    smtp: { host: '127.0.0.1', port, security: 'none' },
    ...values,
  });
  const secrets = new MailboxSecrets(crm, new SecretBox(['a key of some length']));
  await secrets.keep(home.workspaceId, account.id, password);
  return account;
}

/** Puts a mail into the outbox. */
export const aMail = (
  crm: CrmCore,
  home: TestWorkspace,
  accountId: string,
  values: Partial<OutgoingMail> = {},
) =>
  queueMail(crm, home.workspaceId, {
    accountId,
    to: [{ address: 'ada@northwind.example', name: 'Ada Quist' }],
    subject: 'Hello',
    text: 'How are you?',
    purpose: 'personal',
    sendKey: newId(),
    ...values,
  });

/** With what people are not shown. */
export async function mailOf(crm: CrmCore, home: TestWorkspace, id: string): Promise<OutboxRow> {
  const row = await new OutboxRows(crm).find(home.workspaceId, id);
  if (!row) throw new Error(`There is no mail ${id}.`);
  return row;
}
