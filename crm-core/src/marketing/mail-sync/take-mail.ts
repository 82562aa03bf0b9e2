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
import { apart } from './apart.ts';
import { type ArrivingMail, contentHash } from './arriving-mail.ts';
import { autoKindOf } from './auto-kind.ts';
import { findThread } from './find-thread.ts';
import { keepThread } from './keep-thread.ts';
import { isOwn, type KnownPeople, type OwnPeople, peopleAmong } from './known-people.ts';
import { threadOfSent } from './thread-of-sent.ts';

export interface ReadMail {
  /** Its number in its folder, or what stands for it where there are none. */
  uid: number | string;
  mail: ArrivingMail;
}

/** What became of a mail that was read. */
export type Taken =
  /** Among the team, or too much of a kind that is nobody's business. */
  | { kind: 'skipped'; why?: string }
  /** It is there already: another folder has it too, or it was sent from here. */
  | { kind: 'known'; id: string }
  | { kind: 'new'; id: string };

interface Given {
  crm: CrmCore;
  account: EmailAccountRecord;
  folderId: string;
  own: OwnPeople;
  /** They came in since the mailbox was last read: people and workflows hear of them. */
  isNew: boolean;
}

/** Mails that are taken at the same time: the database writes several by one sync of the disk. */
const AT_ONCE = 16;

/**
 * Takes mails of a folder into the CRM, each once: the same mail in another folder, or after the folder was numbered anew, is
 * one more copy of it. What a mail says is kept only where somebody takes part whom the CRM knows.
 *
 * @returns in their order, what became of each
 */
export async function takeMails(given: Given, mails: readonly ReadMail[]): Promise<Taken[]> {
  const { crm, account, own } = given;
  const outsiders = (mail: ArrivingMail) => addressesOf(mail).filter((address) => !isOwn(address, own));
  const addresses = mails.flatMap(({ mail }) => outsiders(mail));
  const erased = await erasedAmong(crm, account.workspaceId, { emails: [...new Set(addresses)] });
  const among = await peopleAmong(crm, account.workspaceId, addresses);
  const taken = new Map<ReadMail, Taken>();
  const strangers: ReadMail[] = [];
  const others: Array<ReadMail & { known: KnownPeople }> = [];
  const places = new Map(mails.map((one) => [one.uid, one]));
  const note = (uid: ReadMail['uid'], what: Taken) => taken.set(places.get(uid) as ReadMail, what);
  for (const { uid, mail: read } of mails) {
    const outside = outsiders(read);
    if (outside.length > 0 && outside.every((address) => isLeftOut(address, account))) {
      note(uid, { kind: 'skipped' });
      continue;
    }
    const mail = withoutErased(read, outside, erased);
    if (!mail) {
      note(uid, { kind: 'skipped', why: ERASED_REASON });
      continue;
    }
    const known = among(outsiders(mail));
    // what was sent from here may be there already, without a copy
    if (isOwn(mail.from.address, own) || isTold(known)) others.push({ uid, mail, known });
    else strangers.push({ uid, mail });
  }
  const bare = await takeBare(given, strangers);
  for (const [at, one] of strangers.entries()) note(one.uid, bare[at] as Taken);
  const parts = apart(others);
  const takeNext = async (): Promise<void> => {
    for (let part = parts.shift(); part; part = parts.shift())
      for (const one of part) note(one.uid, await takeOne(given, one));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, takeNext));
  return mails.map((one) => taken.get(one) as Taken);
}

/** Of a domain that the mailbox leaves out, or of one below it. */
const isLeftOut = (address: string, { excludedDomains = [] }: EmailAccountRecord): boolean =>
  excludedDomains.some((domain) => address.endsWith(`@${domain}`) || address.endsWith(`.${domain}`));

/** A mail without people who were erased; undefined where it is from one, or none but them take part. */
function withoutErased(
  mail: ArrivingMail,
  outside: readonly string[],
  erased: ReadonlySet<string>,
): ArrivingMail | undefined {
  if (!outside.some((address) => erased.has(address))) return mail;
  if (erased.has(mail.from.address) || outside.every((address) => erased.has(address))) return undefined;
  const others = (people: ArrivingMail['to']) => people.filter(({ address }) => !erased.has(address));
  return { ...mail, to: others(mail.to), cc: others(mail.cc), replyTo: others(mail.replyTo) };
}

/** Mails with nobody whom the CRM knows: who wrote to whom and when, by one command. */
async function takeBare(given: Given, mails: readonly ReadMail[]): Promise<Taken[]> {
  if (mails.length === 0) return [];
  const nobody = { contactIds: [], companyIds: [] };
  const heads = mails.map((one) => headOf(given, { ...one, known: nobody }));
  const { upsertedIds } = await given.crm.store.model(EmailMessage).collection.bulkWrite(
    heads.map(({ id, values }, at) => ({
      updateOne: upsertOf(given, mails[at] as ReadMail, id, values),
    })) as never,
  );
  return heads.map(({ id }, at) => ({ kind: at in upsertedIds ? 'new' : 'known', id }));
}

/** The mails that it refers to, oldest first. */
const answeredBy = ({ references, inReplyTo }: ReadMail['mail']): string[] => [
  ...new Set([...references, ...(inReplyTo ? [inReplyTo] : [])]),
];

async function takeOne(given: Given, one: ReadMail & { known: KnownPeople }): Promise<Taken> {
  const { crm, account, own, isNew } = given;
  const { mail, known } = one;
  const { workspaceId, id: accountId } = account;
  const mails = crm.store.model(EmailMessage).collection;
  if (isOwn(mail.from.address, own)) {
    const sent = await mails.findOneAndUpdate(
      { workspaceId, accountId, messageId: mail.messageId, direction: 'out', contentHash: '' },
      { $addToSet: { copies: placeOf(given, one) } },
      { projection: { _id: 1 } },
    );
    if (sent) return { kind: 'known', id: String(sent._id) };
    if (addressesOf(mail).every((address) => isOwn(address, own))) return { kind: 'skipped' };
  }
  const { id, hash, values, head } = headOf(given, one);
  if (!isTold(known)) {
    const { upsertedCount } = await updated(given, one, id, values);
    return { kind: upsertedCount === 0 ? 'known' : 'new', id };
  }
  const answered = answeredBy(mail);
  const threadId =
    (await findThread(crm, workspaceId, mail)) ??
    (await threadOfSent(crm, account, answered, own)) ??
    idFrom(`thread:${workspaceId}:${mail.messageId}:${hash}`);
  // the text first: a mail without one must not be shown
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
  const { upsertedCount } = await updated(given, one, id, { ...values, threadId });
  if (upsertedCount === 0) return { kind: 'known', id };
  const { direction, autoKind } = values;
  await keepThread(crm, threadId, { mail, direction, autoKind, account, known, own });
  await log(crm, account, id, mail, { direction, autoKind, known });
  if (isNew && direction === 'in') await tell(crm, id, threadId, { ...values, threadId } as never);
  return { kind: 'new', id };
}

/** What is stored of a mail itself. */
function headOf({ crm, account }: Given, { mail, known }: ReadMail & { known: KnownPeople }) {
  const { workspaceId, id: accountId } = account;
  const hash = contentHash(mail);
  const mine = new Set([account.address, ...account.aliases]);
  const direction = mine.has(mail.from.address) ? ('out' as const) : ('in' as const);
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
  const subject = isTold(known) ? mail.subject : '';
  const values = {
    ...head,
    direction,
    status: direction === 'in' ? ('received' as const) : ('sent' as const),
    accountId,
    messageId: mail.messageId,
    contentHash: hash,
    // what it answers is one of them, named or not: found by these when it is read later
    references: answeredBy(mail),
    ...(mail.inReplyTo && { inReplyTo: mail.inReplyTo }),
    from: mail.from,
    to: mail.to,
    cc: mail.cc,
    bcc: [],
    replyTo: mail.replyTo,
    addresses: addressesOf(mail),
    subject,
    attachments: isTold(known) ? mail.attachments : [],
    contactIds: known.contactIds,
    companyIds: known.companyIds,
    autoKind: autoKindOf(mail),
    sentAt: mail.sentAt,
    purpose: 'personal' as const,
    attempts: 0,
    isListed: isTold(known) && account.sharing !== 'private',
    ...(!isTold(known) && { isBare: true }),
    ...(mail.why && { why: mail.why }),
    ...recordKeys(EmailMessage as never, { subject }),
  };
  return { id: idFrom(`mail:${accountId}:${mail.messageId}:${hash}`), hash, head, values };
}

const isTold = ({ contactIds, companyIds }: KnownPeople): boolean =>
  contactIds.length > 0 || companyIds.length > 0;

const addressesOf = ({ from, to, cc }: ArrivingMail): string[] => [
  ...new Set([from, ...to, ...cc].map(({ address }) => address)),
];

const placeOf = ({ folderId }: Given, { uid }: ReadMail): string => `${folderId}:${uid}`;

const upsertOf = (given: Given, one: ReadMail, id: string, values: object) => ({
  filter: { _id: id as never },
  update: { $setOnInsert: values, $addToSet: { copies: placeOf(given, one) } },
  upsert: true,
});

async function updated(given: Given, one: ReadMail, id: string, values: object) {
  const { filter, update } = upsertOf(given, one, id, values);
  return given.crm.store.model(EmailMessage).collection.updateOne(filter, update as never, { upsert: true });
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
