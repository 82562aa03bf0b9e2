import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { dayOf, startOfDay } from '../../entity/days.ts';
import { Workspace } from '../../workspace/workspace/workspace.schema.ts';
import { EmailMessage } from '../email-message/email-message.schema.ts';
import { addressHash, Suppression, type SuppressionRecord } from '../suppression/suppression.schema.ts';

export interface Recipient {
  address: string;
  /** Left out: whoever has the address. */
  contactId?: string;
}

export interface MailKind {
  purpose: 'personal' | 'service' | 'marketing';
  topic?: string | undefined;
  /** The mail itself, which does not count against itself. */
  mailId?: string;
}

export type WhyNot = {
  reason:
    | 'noAddress'
    | 'unsubscribed'
    | 'bounced'
    | 'complained'
    | 'suppressed'
    | 'withdrawn'
    | 'noConsent'
    | 'tooOften';
  /** For people, a whole sentence. */
  text: string;
  since?: Date;
};

/** Marketing mails that one contact gets: one a day, three in seven days (our choice). */
const MOST_A_DAY = 1;
const MOST_A_WEEK = 3;
const WEEK_MS = 7 * 86_400_000;
const BATCH = 500;
/** They have left, or may have. */
const GONE_OUT = ['sent', 'transmitting', 'unknown', 'bounced'] as const;

/** Why nothing of this kind may be sent to an address; undefined: it may. Asked for a preview, and again once a mail is claimed. */
export async function whyNot(
  crm: CrmCore,
  workspaceId: string,
  { address, contactId, ...kind }: Recipient & MailKind,
): Promise<WhyNot | undefined> {
  const recipient = { address, ...(contactId && { contactId }) };
  return (await whyNotMany(crm, workspaceId, [recipient], kind))[0];
}

/** The same for many. @returns in the order of the recipients */
export async function whyNotMany(
  crm: CrmCore,
  workspaceId: string,
  recipients: readonly Recipient[],
  kind: MailKind,
): Promise<Array<WhyNot | undefined>> {
  const isUnknownEnough = kind.purpose === 'marketing' && (await isUnknownConsentEnough(crm, workspaceId));
  const found: Array<WhyNot | undefined> = [];
  for (let at = 0; at < recipients.length; at += BATCH) {
    const batch = recipients.slice(at, at + BATCH);
    const blocks = await suppressionsOf(crm, workspaceId, batch, kind);
    const consents = kind.purpose === 'marketing' ? await consentsOf(crm, workspaceId, batch) : undefined;
    const counts = consents && (await marketingOf(crm, workspaceId, consents, kind.mailId));
    for (const recipient of batch)
      found.push(
        blocks.get(addressHash('email', recipient.address)) ??
          (consents && consentRefusal(consents.of(recipient), isUnknownEnough)) ??
          (consents && counts && tooOften(counts.get(consents.of(recipient)?.id ?? ''))) ??
          (recipient.address ? undefined : { reason: 'noAddress', text: 'There is no e-mail address.' }),
      );
  }
  return found;
}

type Consent = 'unknown' | 'given' | 'withdrawn';
interface Known {
  id: string;
  consent: Consent;
}

async function isUnknownConsentEnough(crm: CrmCore, workspaceId: string): Promise<boolean> {
  const found = await crm.store
    .model(Workspace)
    .findOne({ _id: workspaceId })
    .select({ isUnknownConsentEnough: 1 })
    .lean<{ isUnknownConsentEnough?: boolean }>();
  return found?.isUnknownConsentEnough === true;
}

async function suppressionsOf(
  crm: CrmCore,
  workspaceId: string,
  recipients: readonly Recipient[],
  { purpose, topic }: MailKind,
): Promise<Map<string, WhyNot>> {
  const now = crm.now();
  const scopes = [
    { scope: 'all' },
    ...(purpose === 'marketing' ? [{ scope: 'marketing' }] : []),
    ...(purpose === 'marketing' && topic ? [{ scope: 'topic', topic }] : []),
  ];
  const hashes = recipients.map(({ address }) => addressHash('email', address));
  const live = await crm.store
    .model(Suppression)
    .find({ workspaceId, isDeleted: false, addressHash: { $in: hashes }, channel: 'email', $or: scopes })
    .lean<SuppressionRecord[]>();
  return new Map(
    live
      .filter(({ until }) => !until || until > now)
      .map((one) => [one.addressHash, { ...SUPPRESSED[one.reason], since: one.createdAt }]),
  );
}

const SUPPRESSED: Readonly<Record<SuppressionRecord['reason'], Pick<WhyNot, 'reason' | 'text'>>> = {
  unsubscribe: { reason: 'unsubscribed', text: 'They have unsubscribed.' },
  stop: { reason: 'unsubscribed', text: 'They have asked to be written to no more.' },
  hardBounce: { reason: 'bounced', text: 'The address does not exist: mail to it came back.' },
  softBounces: { reason: 'bounced', text: 'Mail to the address came back three times within a week.' },
  complaint: { reason: 'complained', text: 'They have marked mail as spam.' },
  manual: { reason: 'suppressed', text: 'The team has said that they get no mail.' },
};

/** Who has an address has one consent; of several contacts with it, a withdrawal holds for all. */
async function consentsOf(crm: CrmCore, workspaceId: string, recipients: readonly Recipient[]) {
  const ids = recipients.flatMap(({ contactId }) => contactId ?? []);
  const addresses = recipients.map(({ address }) => address);
  const contacts = await crm.store
    .model(Contact)
    .find({ workspaceId, isDeleted: false, $or: [{ _id: { $in: ids } }, { email: { $in: addresses } }] })
    .select({ email: 1, consent: 1 })
    .lean<Array<{ _id: string; email?: string; consent?: Consent }>>();
  const byId = new Map<string, Known>();
  const byAddress = new Map<string, Known>();
  for (const { _id: id, email, consent = 'unknown' } of contacts) {
    byId.set(id, { id, consent });
    const other = email === undefined ? undefined : byAddress.get(email);
    if (email !== undefined && other?.consent !== 'withdrawn') byAddress.set(email, { id, consent });
  }
  return {
    ids: [...byId.keys()],
    of({ contactId, address }: Recipient): Known | undefined {
      const own = contactId ? byId.get(contactId) : byAddress.get(address);
      const withdrawn = byAddress.get(address);
      return own && withdrawn?.consent === 'withdrawn' ? { ...own, consent: 'withdrawn' } : own;
    },
  };
}

function consentRefusal(known: Known | undefined, isUnknownEnough: boolean): WhyNot | undefined {
  if (known?.consent === 'withdrawn')
    return { reason: 'withdrawn', text: 'They have withdrawn their consent.' };
  if (known?.consent === 'given' || (known && isUnknownEnough)) return undefined;
  return { reason: 'noConsent', text: 'There is no consent to marketing.' };
}

/** Marketing mails that went out to these contacts today, and in the last seven days. */
async function marketingOf(
  crm: CrmCore,
  workspaceId: string,
  { ids }: { ids: readonly string[] },
  mailId: string | undefined,
): Promise<Map<string, { day: number; week: number }>> {
  const now = crm.now();
  const { timeZone } = await crm.facts(workspaceId);
  const today = startOfDay(dayOf(now, timeZone), timeZone);
  const mails = await crm.store
    .model(EmailMessage)
    .find({
      workspaceId,
      contactIds: { $in: [...ids] },
      purpose: 'marketing',
      direction: 'out',
      status: { $in: [...GONE_OUT] },
      updatedAt: { $gte: new Date(now.getTime() - WEEK_MS) },
      ...(mailId && { _id: { $ne: mailId } }),
    })
    .select({ contactIds: 1, sentAt: 1, updatedAt: 1 })
    .lean<Array<{ contactIds: string[]; sentAt?: Date; updatedAt: Date }>>();
  const counts = new Map<string, { day: number; week: number }>();
  for (const { contactIds, sentAt, updatedAt } of mails)
    for (const id of contactIds) {
      const { day, week } = counts.get(id) ?? { day: 0, week: 0 };
      const at = sentAt ?? updatedAt;
      if (at.getTime() > now.getTime() - WEEK_MS)
        counts.set(id, { day: day + Number(at >= today), week: week + 1 });
    }
  return counts;
}

function tooOften(count: { day: number; week: number } | undefined): WhyNot | undefined {
  if (count && count.day >= MOST_A_DAY)
    return { reason: 'tooOften', text: 'They have had a marketing mail today.' };
  if (count && count.week >= MOST_A_WEEK)
    return { reason: 'tooOften', text: 'They have had three marketing mails within a week.' };
  return undefined;
}
