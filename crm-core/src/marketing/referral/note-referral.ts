import { Contact } from '../../crm/contact/contact.schema.ts';
import { contactKeys, type MatchValues } from '../../crm/match-keys.ts';
import type { CrmCore } from '../../crm-core.ts';
import { createOnce } from '../../entity/create-once.ts';
import { idFrom } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import type { FormRecord } from '../form/form.schema.ts';
import { senderScope } from '../form-submission/receive-submission.ts';
import { Referral } from './referral.schema.ts';
import { ReferralLink, type ReferralLinkRecord } from './referral-link.schema.ts';

/** What the address of a form or a page says of who sent its reader. */
export const REFERRAL_PARAMETER = 'ref';

/** The code in the address that a form was filled in at. */
export function codeIn(url: string | undefined): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const code = new URL(url).searchParams.get(REFERRAL_PARAMETER) ?? '';
  return /^[\w-]{6,40}$/.test(code) ? code : undefined;
}

interface Arrival {
  code: string;
  contactId: string;
  /** Nobody knew them before. */
  isNew: boolean;
  /** They have confirmed by mail. */
  isConfirmed: boolean;
}

/**
 * Notes who sent somebody. Nobody refers themselves, by whatever spelling of an address or number, nor whom we knew before.
 *
 * @returns whom it was referred by, unless that does not count
 */
export async function noteReferral(
  crm: CrmCore,
  form: FormRecord,
  { code, contactId, isNew, isConfirmed }: Arrival,
): Promise<string | undefined> {
  const scope = systemScope(form.workspaceId);
  const link = await crm.records(ReferralLink).findOne(scope, { code });
  if (!link || link.contactId === contactId) return undefined;
  const people = await crm.records(Contact).getMany(scope, [link.contactId, contactId]);
  const [referrer, referred] = [people.get(link.contactId), people.get(contactId)];
  if (!referrer || !referred) return undefined;
  const why = isSame(referrer, referred)
    ? 'It is the same person: they have an address or a number in common.'
    : isNew
      ? undefined
      : 'We knew them before.';
  const status = why ? 'rejected' : isConfirmed ? 'confirmed' : 'pending';
  const { record } = await createOnce(crm, Referral, senderScope(form), idFrom(`referral:${contactId}`), {
    referrerId: referrer.id,
    referredId: contactId,
    status,
    at: crm.now(),
    ...(why && { why }),
  });
  return record.status === 'rejected' ? undefined : record.referrerId;
}

const isSame = (one: MatchValues, other: MatchValues): boolean => {
  const keys = new Set(contactKeys(one).filter(isOfOne));
  return contactKeys(other).some((key) => isOfOne(key) && keys.has(key));
};

/** A mailbox or a number is one person's; a name may be many people's. */
const isOfOne = (key: string) => /^(?:mail|phone) /.test(key);

/** A deal of somebody who was referred is won. */
export async function confirmReferrals(
  crm: CrmCore,
  workspaceId: string,
  contactIds: readonly string[],
): Promise<void> {
  if (contactIds.length === 0) return;
  const scope = systemScope(workspaceId);
  const { records } = await crm.records(Referral).find(scope, {
    where: [
      { field: 'referredId', op: 'in', value: [...contactIds] },
      { field: 'status', op: 'eq', value: 'pending' },
    ],
    limit: 100,
  });
  for (const { id } of records) await crm.records(Referral).update(scope, id, { status: 'confirmed' });
}

/** The link of a contact, made once. */
export async function referralLinkOf(
  crm: CrmCore,
  workspaceId: string,
  contactId: string,
): Promise<ReferralLinkRecord> {
  const { record } = await createOnce(
    crm,
    ReferralLink,
    systemScope(workspaceId),
    idFrom(`referral-link:${contactId}`),
    { contactId },
  );
  return record as ReferralLinkRecord;
}
