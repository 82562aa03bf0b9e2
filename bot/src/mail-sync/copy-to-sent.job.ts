import { systemScope } from '@clianta/crm-core/entity/scope';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { COPY_TO_SENT } from '@clianta/crm-core/marketing/mail-sync/mail-sync-orders';
import { OutboxRows } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import { composeMail } from '../outbox/compose-mail.ts';
import { fetchFiles } from './fetch-files.ts';
import { uidsOf } from './find-in-mailbox.ts';
import { specialFolder } from './special-folder.ts';
import { type Mailboxes, withMailbox } from './with-mailbox.ts';

const MINUTE_MS = 60_000;

/**
 * Puts a mail that was sent into the Sent folder of its mailbox, where its provider has not done so. That it was sent does not
 * depend on it.
 */
export function copyToSentJob(mailboxes: Mailboxes) {
  const { crm } = mailboxes;
  return defineJob({
    ...COPY_TO_SENT,
    limit: { concurrent: 2 },
    limitMs: 2 * MINUTE_MS,
    retry: { delaysMs: [MINUTE_MS, 10 * MINUTE_MS] },
    async run({ workspaceId }: JobRun, { messageId }): Promise<void> {
      const row = await new OutboxRows(crm).find(workspaceId, messageId);
      if (row?.status !== 'sent' || row.copies.length > 0) return;
      const account = (
        await crm.records(EmailAccount).getMany(systemScope(workspaceId), [row.accountId])
      ).get(row.accountId);
      if (!account?.imap || account.isDeleted || account.state === 'reconnect') return;
      await withMailbox(mailboxes, account, async (client) => {
        const path = await specialFolder(client, '\\Sent');
        if (!path) return;
        const lock = await client.getMailboxLock(path);
        try {
          if ((await uidsOf(client, row.messageId)).length > 0) return;
          const { bytes } = await composeMail(crm, row, {
            sender: account.address,
            to: row.to.map(({ address }) => address),
            fetchFiles: fetchFiles(mailboxes),
          });
          await client.append(path, bytes, ['\\Seen'], row.sentAt);
        } finally {
          lock.release();
        }
      });
    },
  });
}
