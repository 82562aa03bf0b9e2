import type { CrmCore } from '../../crm-core.ts';
import { idFrom } from '../../entity/ids.ts';
import type { EmailAccountRecord } from '../email-account/email-account.schema.ts';
import { EmailMessage, type EmailMessageRecord } from '../email-message/email-message.schema.ts';
import { keepThread } from './keep-thread.ts';
import type { OwnPeople } from './known-people.ts';

type Sent = Omit<EmailMessageRecord, 'id'> & { _id: string };

/** A mail that was sent from here begins a thread once somebody answers it. @returns the thread */
export async function threadOfSent(
  crm: CrmCore,
  account: EmailAccountRecord,
  messageIds: readonly string[],
  own: OwnPeople,
): Promise<string | undefined> {
  if (messageIds.length === 0) return undefined;
  const { workspaceId } = account;
  const mails = crm.store.model(EmailMessage);
  const sent = await mails
    .findOne({
      workspaceId,
      accountId: account.id,
      messageId: { $in: messageIds },
      direction: 'out',
      threadId: { $exists: false },
      isBare: { $exists: false },
    })
    .lean<Sent>();
  if (!sent) return undefined;
  const threadId = idFrom(`thread:${workspaceId}:${sent._id}`);
  await keepThread(crm, threadId, {
    mail: { ...sent, sentAt: sent.sentAt ?? sent.dueAt ?? sent.createdAt },
    direction: 'out',
    autoKind: 'none',
    account,
    known: { contactIds: sent.contactIds, companyIds: sent.companyIds },
    own,
  });
  // after the thread: broken off in between, it is made again, which changes nothing but its count
  await mails.collection.updateOne({ _id: sent._id as never }, { $set: { threadId } });
  return threadId;
}
