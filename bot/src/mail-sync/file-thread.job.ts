import { systemScope } from '@clianta/crm-core/entity/scope';
import {
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import { FILE_THREAD } from '@clianta/crm-core/marketing/mail-sync/mail-sync-orders';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import type { ImapFlow } from 'imapflow';
import { findInMailbox, type MailPlace, uidsOf } from './find-in-mailbox.ts';
import { specialFolder } from './special-folder.ts';
import { type Mailboxes, withMailbox } from './with-mailbox.ts';

const MOST_MAILS = 200;

type Mail = MailPlace & { direction: 'in' | 'out' };

/**
 * Moves the mails of a thread into the trash of their mailbox when the thread was thrown away, and back when it is taken out
 * again. Only in a mailbox of whoever did it, or of one that the team shares.
 */
export function fileThreadJob(mailboxes: Mailboxes) {
  const { crm } = mailboxes;
  return defineJob({
    ...FILE_THREAD,
    limit: { concurrent: 2 },
    limitMs: 5 * 60_000,
    async run({ workspaceId }: JobRun, { threadId, byId }): Promise<void> {
      const scope = systemScope(workspaceId);
      const thread = (await crm.records(EmailThread).getMany(scope, [threadId])).get(threadId);
      if (!thread) return;
      const accounts = await crm.records(EmailAccount).getMany(scope, thread.accountIds);
      for (const account of accounts.values()) {
        if (!isTheirs(account, byId)) continue;
        const mails = await crm.store
          .model(EmailMessage)
          .find({ workspaceId, threadId, accountId: account.id, isDeleted: false })
          .select('workspaceId accountId messageId copies direction')
          .limit(MOST_MAILS)
          .lean<Mail[]>();
        await withMailbox(mailboxes, account, (client) =>
          thread.state === 'trash' ? toTrash(mailboxes, client, mails) : fromTrash(client, mails),
        );
      }
    },
  });
}

const isTheirs = (
  { ownerId, sharing, isForTeam, imap, isDeleted, state }: EmailAccountRecord,
  byId: string,
) =>
  imap !== undefined &&
  !isDeleted &&
  state !== 'reconnect' &&
  (ownerId === byId || sharing === 'full' || isForTeam);

async function toTrash({ crm }: Mailboxes, client: ImapFlow, mails: readonly Mail[]): Promise<void> {
  const trash = await specialFolder(client, '\\Trash');
  if (!trash) return;
  for (const mail of mails)
    await findInMailbox(crm, client, mail, (uid) => client.messageMove(String(uid), trash, { uid: true }));
}

async function fromTrash(client: ImapFlow, mails: readonly Mail[]): Promise<void> {
  const [trash, inbox, sent] = [
    await specialFolder(client, '\\Trash'),
    (await specialFolder(client, '\\Inbox')) ?? 'INBOX',
    await specialFolder(client, '\\Sent'),
  ];
  if (!trash) return;
  const lock = await client.getMailboxLock(trash);
  try {
    for (const { messageId, direction } of mails) {
      const [uid] = await uidsOf(client, messageId);
      const path = direction === 'out' ? (sent ?? inbox) : inbox;
      if (uid !== undefined) await client.messageMove(String(uid), path, { uid: true });
    }
  } finally {
    lock.release();
  }
}
