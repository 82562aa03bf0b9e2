import type { CrmCore } from '../../crm-core.ts';
import { recordKeys } from '../../entity/record-keys.ts';
import { bareSubject } from '../drafts/answer-to.ts';
import type { EmailAccountRecord } from '../email-account/email-account.schema.ts';
import type { EmailMessageRecord } from '../email-message/email-message.schema.ts';
import { EmailThread, type EmailThreadRecord } from '../email-thread/email-thread.schema.ts';
import type { ArrivingMail } from './arriving-mail.ts';
import { isOwn, type KnownPeople, type OwnPeople } from './known-people.ts';

type Stored = Omit<EmailThreadRecord, 'id'> & { _id: string };

export interface ThreadedMail {
  mail: Pick<ArrivingMail, 'from' | 'to' | 'cc' | 'subject' | 'sentAt'>;
  direction: EmailMessageRecord['direction'];
  autoKind: EmailMessageRecord['autoKind'];
  account: EmailAccountRecord;
  known: KnownPeople;
  own: OwnPeople;
}

/**
 * Writes what follows for a thread from one more mail, past its version: nobody has changed it. The newest mail says whose
 * turn it is; what a person put away comes back with an answer.
 */
export async function keepThread(crm: CrmCore, threadId: string, given: ThreadedMail): Promise<void> {
  const { account, known, mail } = given;
  const { workspaceId } = account;
  const threads = crm.store.model(EmailThread);
  const before = await threads.findOne({ _id: threadId, workspaceId }).lean<Stored>();
  const set = valuesAfter(before ?? undefined, given);
  const keys = recordKeys(EmailThread as never, { ...before, ...set });
  const now = crm.now();
  if (before) {
    await threads.collection.updateOne(
      { _id: threadId as never, workspaceId },
      { $set: { ...set, ...keys, updatedAt: now } },
    );
    return;
  }
  await threads.collection.updateOne(
    { _id: threadId as never },
    {
      $setOnInsert: {
        ...set,
        ...keys,
        workspaceId,
        isDeleted: false,
        version: 1,
        createdAt: now,
        updatedAt: now,
        createdBy: 'system',
        outside: `a mail from ${mail.from.address}`,
        ...(known.contactIds.length === 0 && known.companyIds.length === 0 && { isListed: false }),
      },
    },
    { upsert: true },
  );
}

function valuesAfter(
  before: Stored | undefined,
  { mail, direction, autoKind, account, known, own }: ThreadedMail,
) {
  const everybody = [mail.from, ...mail.to, ...mail.cc];
  const outside = everybody.filter(({ address }) => !isOwn(address, own));
  const isNewest = !before || mail.sentAt >= before.lastAt;
  const isTheirs = direction === 'in' && autoKind === 'none';
  const isOurs = direction === 'out';
  return {
    subject: before?.subject || mail.subject,
    bareSubject: bareSubject(before?.subject || mail.subject),
    people: all(
      before?.people,
      outside.map(({ name, address }) => name || address),
    ).slice(0, 50),
    addresses: all(
      before?.addresses,
      everybody.map(({ address }) => address),
    ).slice(0, 100),
    contactIds: all(before?.contactIds, known.contactIds).slice(0, 50),
    companyIds: all(before?.companyIds, known.companyIds).slice(0, 50),
    accountIds: all(before?.accountIds, [account.id]).slice(0, 20),
    peopleIds: all(before?.peopleIds, [account.ownerId]).slice(0, 50),
    isListed: (before?.isListed ?? false) || account.sharing !== 'private',
    count: (before?.count ?? 0) + 1,
    lastAt: isNewest ? mail.sentAt : (before?.lastAt ?? mail.sentAt),
    isUnanswered: isNewest && (isTheirs || isOurs) ? isTheirs : (before?.isUnanswered ?? false),
    state: isNewest ? stateAfter(before?.state, isTheirs, isOurs) : (before?.state ?? 'open'),
  };
}

function stateAfter(before: EmailThreadRecord['state'] | undefined, isTheirs: boolean, isOurs: boolean) {
  if (isTheirs && before !== 'trash') return 'open' as const;
  if (isOurs && (before === undefined || before === 'open')) return 'waiting' as const;
  return before ?? ('open' as const);
}

const all = (before: readonly string[] | undefined, more: readonly string[]): string[] => [
  ...new Set([...(before ?? []), ...more]),
];
