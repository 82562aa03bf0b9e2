import type { ContactRecord } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { whyNotMany } from '../outbox/may-receive.ts';
import type { CampaignRecord } from './campaign.schema.ts';

export type Person = Pick<ContactRecord, 'id' | 'name' | 'consent'> &
  Partial<Pick<ContactRecord, 'email' | 'companyId' | 'timeZone'>> &
  Record<string, unknown>;

/** Who may not get it, and why, of people with an address. */
export async function leftOut(
  crm: CrmCore,
  workspaceId: string,
  people: readonly Person[],
  { purpose, topic }: Pick<CampaignRecord, 'purpose' | 'topic'>,
): Promise<Map<string, string>> {
  const refusals = await whyNotMany(
    crm,
    workspaceId,
    people.map(({ id, email = '' }) => ({ address: email, contactId: id })),
    { purpose, topic },
  );
  return new Map(
    people.flatMap(({ id }, at) => (refusals[at] ? [[id, plain(refusals[at].text)] as const] : [])),
  );
}

const plain = (text: string) => text.replace(/\.$/, '');
