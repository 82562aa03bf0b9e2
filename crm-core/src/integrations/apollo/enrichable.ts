import { Company } from '../../crm/company/company.schema.ts';
import type { ContactRecord } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { erasedAmong } from '../../erasure/erased-keys.ts';
import { whyNotMany } from '../../marketing/outbox/may-receive.ts';
import type { AskedPerson } from './match-people.ts';

const DAY_MS = 86_400_000;
/** So soon nobody is looked up again: who was found, and who was not. */
const FOUND_MS = 90 * DAY_MS;
const MISSED_MS = 30 * DAY_MS;
const GRADES = ['A', 'B', 'C', 'D', 'F'];

/** When somebody was looked up; kept apart from the record, as it is no word of them. */
export interface Lookup {
  _id: string;
  workspaceId: string;
  at: Date;
  isFound: boolean;
}

export const lookupsOf = ({ store }: CrmCore) => store.connection.collection<Lookup>('enrichments');

export interface Enrichable {
  /** The best grade first, then who has been there longest. */
  people: Array<{ contact: ContactRecord; asked: AskedPerson }>;
  leftOut: Array<{ contact: ContactRecord; why: string }>;
}

/**
 * Who may be looked up, and why the others are not: what leaves the house is a name, an address and a company, and never of
 * somebody who was erased or has opted out.
 */
export async function enrichable(
  crm: CrmCore,
  workspaceId: string,
  given: readonly ContactRecord[],
): Promise<Enrichable> {
  // each is paid for
  const contacts = [...new Map(given.map((one) => [one.id, one])).values()];
  const emails = contacts.flatMap(({ email }) => email || []);
  const erased = await erasedAmong(crm, workspaceId, { emails });
  const recipients = contacts.map(({ id, email = '' }) => ({ address: email, contactId: id }));
  const refusals = await whyNotMany(crm, workspaceId, recipients, { purpose: 'personal' });
  const stored = await lookupsOf(crm)
    .find({ workspaceId, _id: { $in: contacts.map(({ id }) => id) } })
    .toArray();
  const lookups = new Map(stored.map((one) => [one._id, one]));
  const companyIds = [...new Set(contacts.flatMap(({ companyId }) => companyId || []))];
  const companies = await crm.records(Company).getMany(systemScope(workspaceId), companyIds);
  const result: Enrichable = { people: [], leftOut: [] };
  for (const [at, contact] of contacts.entries()) {
    const company = companies.get(contact.companyId ?? '');
    const why =
      contact.email && erased.has(contact.email)
        ? 'was erased on request'
        : contact.consent === 'withdrawn' || refusals[at]?.reason === 'unsubscribed'
          ? 'has opted out'
          : !contact.email && !company
            ? 'has neither an e-mail address nor a company'
            : tooSoon(lookups.get(contact.id), crm.now());
    if (why) result.leftOut.push({ contact, why });
    else
      result.people.push({
        contact,
        asked: {
          id: contact.id,
          name: contact.name,
          ...(contact.email && { email: contact.email }),
          ...(company && { organization_name: company.name }),
          ...(company?.domain && { domain: company.domain }),
        },
      });
  }
  const rank = ({ leadGrade }: ContactRecord) => (leadGrade ? GRADES.indexOf(leadGrade) : GRADES.length);
  result.people.sort(
    ({ contact: one }, { contact: other }) =>
      rank(one) - rank(other) || one.createdAt.getTime() - other.createdAt.getTime(),
  );
  return result;
}

function tooSoon(known: Lookup | undefined, now: Date): string | undefined {
  if (!known) return undefined;
  const age = now.getTime() - known.at.getTime();
  if (age >= (known.isFound ? FOUND_MS : MISSED_MS)) return undefined;
  return known.isFound ? 'was looked up within 90 days' : 'was not found within the last 30 days';
}
