import { Activity } from '../../crm/activity/activity.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { writeDerived } from '../../entity/derived-values.ts';
import { idFrom } from '../../entity/ids.ts';
import type { StoredDocument } from '../../entity/outbox.ts';
import { recordKeys } from '../../entity/record-keys.ts';
import { systemScope } from '../../entity/scope.ts';
import { ERASED_REASON, erasedAmong } from '../../erasure/erased-keys.ts';
import { ConflictError } from '../../errors.ts';
import type { EmailAccountRecord } from '../email-account/email-account.schema.ts';
import { EmailBody } from '../email-message/email-body.schema.ts';
import { EmailMessage } from '../email-message/email-message.schema.ts';
import { type ArrivingMail, contentHash } from './arriving-mail.ts';
import { autoKindOf } from './auto-kind.ts';
import { findThread } from './find-thread.ts';
import { keepThread } from './keep-thread.ts';
import { isOwn, type KnownPeople, knownPeople, type OwnPeople } from './known-people.ts';
import { threadOfSent } from './thread-of-sent.ts';

export interface MailCopy {
  folderId: string;
  uid: number;
}

/** What became of a mail that was read. */
export type Taken =
  /** Among the team, or too much of a kind that is nobody's business. */
  | { kind: 'skipped'; why?: string }
  /** It is there already: another folder has it too, or it was sent from here. */
  | { kind: 'known'; id: string }
  | { kind: 'new'; id: string };

/**
 * Takes one mail into the CRM, once: the same mail in another folder, or after the folder was numbered anew, is one more
 * copy of it. What it says is kept only where somebody takes part whom the CRM knows.
 *
 * @param isNew - it came in since the mailbox was last read: people and workflows hear of it
 */
export async function takeMail(
  crm: CrmCore,
  account: EmailAccountRecord,
  read: ArrivingMail,
  { copy, own, isNew }: { copy: MailCopy; own: OwnPeople; isNew: boolean },
): Promise<Taken> {
  const { workspaceId, id: accountId } = account;
  const heard = await withoutErased(crm, workspaceId, read, own);
  if (!heard) return { kind: 'skipped', why: ERASED_REASON };
  const mail = heard;
  const mails = crm.store.model(EmailMessage).collection;
  const place = `${copy.folderId}:${copy.uid}`;
  const sent = await mails.findOneAndUpdate(
    { workspaceId, accountId, messageId: mail.messageId, direction: 'out', contentHash: '' },
    { $addToSet: { copies: place } },
    { projection: { _id: 1 } },
  );
  if (sent) return { kind: 'known', id: String(sent._id) };
  const addresses = [...new Set([mail.from, ...mail.to, ...mail.cc].map(({ address }) => address))];
  if (addresses.every((address) => isOwn(address, own))) return { kind: 'skipped' };
  const known = await knownPeople(
    crm,
    workspaceId,
    addresses.filter((address) => !isOwn(address, own)),
  );
  const hash = contentHash(mail);
  const id = idFrom(`mail:${accountId}:${mail.messageId}:${hash}`);
  const isTold = known.contactIds.length > 0 || known.companyIds.length > 0;
  const autoKind = autoKindOf(mail);
  const mine = new Set([account.address, ...account.aliases]);
  const direction = mine.has(mail.from.address) ? ('out' as const) : ('in' as const);
  const answered = [...mail.references, ...(mail.inReplyTo ? [mail.inReplyTo] : [])];
  const threadId =
    (isTold
      ? ((await findThread(crm, workspaceId, mail)) ?? (await threadOfSent(crm, account, answered, own)))
      : undefined) ?? idFrom(`thread:${workspaceId}:${mail.messageId}:${hash}`);
  const now = crm.now();
  const head = {
    workspaceId,
    isDeleted: false,
    version: 1,
    createdAt: now,
    updatedAt: now,
    createdBy: 'system',
    outside: `a mail from ${mail.from.address}`,
    peopleIds: [account.ownerId],
  };
  // the text first: a mail without one must not be shown
  if (isTold)
    await crm.store.model(EmailBody).collection.updateOne(
      { _id: id as never },
      {
        $setOnInsert: {
          ...head,
          text: mail.text,
          ...(mail.html !== undefined && { html: mail.html }),
          isShared: account.sharing === 'full',
        },
      },
      { upsert: true },
    );
  const subject = isTold ? mail.subject : '';
  const values = {
    ...head,
    direction,
    status: direction === 'in' ? 'received' : 'sent',
    accountId,
    messageId: mail.messageId,
    contentHash: hash,
    references: mail.references,
    ...(mail.inReplyTo && { inReplyTo: mail.inReplyTo }),
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    bcc: [],
    replyTo: mail.replyTo,
    addresses,
    subject,
    attachments: isTold ? mail.attachments : [],
    contactIds: known.contactIds,
    companyIds: known.companyIds,
    autoKind,
    sentAt: mail.sentAt,
    purpose: 'personal',
    attempts: 0,
    isListed: isTold && account.sharing !== 'private',
    ...(isTold ? { threadId } : { isBare: true }),
    ...(mail.why && { why: mail.why }),
    ...recordKeys(EmailMessage as never, { subject }),
  };
  const { upsertedCount } = await mails.updateOne(
    { _id: id as never },
    { $setOnInsert: values, $addToSet: { copies: place } },
    { upsert: true },
  );
  if (upsertedCount === 0) return { kind: 'known', id };
  if (!isTold) return { kind: 'new', id };
  await keepThread(crm, threadId, { mail, direction, autoKind, account, known, own });
  await log(crm, account, id, mail, { direction, autoKind, known });
  if (isNew && direction === 'in') await tell(crm, id, threadId, values as never);
  return { kind: 'new', id };
}

/** The mail without people who were erased; undefined where it is from one, or none but them take part. */
async function withoutErased(
  crm: CrmCore,
  workspaceId: string,
  mail: ArrivingMail,
  own: OwnPeople,
): Promise<ArrivingMail | undefined> {
  const all = [mail.from, ...mail.to, ...mail.cc].map(({ address }) => address);
  const outside = [...new Set(all.filter((address) => !isOwn(address, own)))];
  const erased = await erasedAmong(crm, workspaceId, { emails: outside });
  if (erased.size === 0) return mail;
  if (erased.has(mail.from.address) || outside.every((address) => erased.has(address))) return undefined;
  const others = (people: ArrivingMail['to']) => people.filter(({ address }) => !erased.has(address));
  return { ...mail, to: others(mail.to), cc: others(mail.cc), replyTo: others(mail.replyTo) };
}

/** An entry in the timelines of those who take part; what it says stays with the mail. */
export async function log(
  crm: CrmCore,
  { workspaceId, ownerId, sharing }: EmailAccountRecord,
  mailId: string,
  { subject, sentAt, from }: Pick<ArrivingMail, 'subject' | 'sentAt' | 'from'>,
  { direction, autoKind, known }: { direction: 'in' | 'out'; autoKind: string; known: KnownPeople },
): Promise<void> {
  const isPersonal = autoKind === 'none' && sharing !== 'private';
  const [contactId] = known.contactIds;
  const [companyId] = known.companyIds;
  if (!isPersonal || (!contactId && !companyId)) return;
  const what = subject || 'No subject';
  try {
    await crm.records(Activity).create(
      systemScope(workspaceId),
      {
        type: 'email',
        subject: (direction === 'in' ? `From ${from.name || from.address}: ${what}` : what).slice(0, 300),
        at: sentAt,
        ...(contactId && { contactId }),
        ...(companyId && { companyId }),
        ...(direction === 'out' && { userId: ownerId }),
      },
      {
        id: idFrom(`activity:${mailId}`),
        ...(direction === 'in' && { outside: `a mail from ${from.address}` }),
      },
    );
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}

/** A person who answers in a thread that we wrote in has replied; whatever else comes in is received. */
async function tell(crm: CrmCore, id: string, threadId: string, document: StoredDocument): Promise<void> {
  const { workspaceId } = document as unknown as { workspaceId: string };
  const isPerson = (document as unknown as { autoKind: string }).autoKind === 'none';
  const wrote = isPerson
    ? await crm.store
        .model(EmailMessage)
        .exists({ workspaceId, threadId, direction: 'out', status: { $in: ['sent', 'unknown'] } })
    : null;
  await writeDerived(
    crm.store,
    EmailMessage as never,
    workspaceId,
    [{ document: { ...document, _id: id }, set: { arrival: wrote ? 'replied' : 'received' } }],
    { at: crm.now(), isBulk: false },
  );
}
