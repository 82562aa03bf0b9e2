import { systemScope } from '@clianta/crm-core/entity/scope';
import {
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import { FILE_THREAD } from '@clianta/crm-core/marketing/mail-sync/mail-sync-orders';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import { type FiledMail, mailSourceOf } from './mail-source.ts';
import type { Mailboxes } from './with-mailbox.ts';

const MOST_MAILS = 200;

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
          .lean<FiledMail[]>();
        await mailSourceOf(mailboxes, account)?.file(mails, thread.state === 'trash' ? 'trash' : 'back');
      }
    },
  });
}

const isTheirs = ({ ownerId, sharing, isForTeam, isDeleted, state }: EmailAccountRecord, byId: string) =>
  !isDeleted && state !== 'reconnect' && (ownerId === byId || sharing === 'full' || isForTeam);
