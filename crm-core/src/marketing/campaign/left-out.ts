import type { ContactRecord } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import type { CampaignRecord } from './campaign.schema.ts';

export type Person = Pick<ContactRecord, 'id' | 'name' | 'consent'> &
  Partial<Pick<ContactRecord, 'email' | 'companyId' | 'timeZone'>> &
  Record<string, unknown>;

/** Who may not get it, and why, of people with an address. */
export async function leftOut(
  _crm: CrmCore,
  _workspaceId: string,
  people: readonly Person[],
  { purpose }: Pick<CampaignRecord, 'purpose' | 'topic'>,
): Promise<Map<string, string>> {
  if (purpose !== 'marketing') return new Map();
  return new Map(
    people.flatMap(({ id, consent }) =>
      consent === 'given'
        ? []
        : [[id, consent === 'withdrawn' ? 'consent was withdrawn' : 'no consent is known'] as const],
    ),
  );
}
