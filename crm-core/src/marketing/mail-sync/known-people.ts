import { Company } from '../../crm/company/company.schema.ts';
import { Contact } from '../../crm/contact/contact.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import { mailKindOf } from '../../intelligence/scoring/mail-domain.ts';
import { EmailAccount, type EmailAccountRecord } from '../email-account/email-account.schema.ts';

/** Whom of the CRM addresses are. */
export interface KnownPeople {
  contactIds: string[];
  companyIds: string[];
}

/** Addresses and domains of the team: what is only among these is no mail with a customer. */
export interface OwnPeople {
  addresses: ReadonlySet<string>;
  domains: ReadonlySet<string>;
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

export async function ownPeople(crm: CrmCore, workspaceId: string): Promise<OwnPeople> {
  const { team, cached } = await crm.facts(workspaceId);
  const accounts = (cached.get(EmailAccount.name) ?? []) as EmailAccountRecord[];
  const addresses = new Set([
    ...team.map(({ email }) => email.toLowerCase()),
    ...accounts.flatMap(({ address, aliases }) => [address, ...aliases]),
  ]);
  const firms = [...addresses].filter((address) => mailKindOf(address) === 'company').map(domainOf);
  return { addresses, domains: new Set(firms) };
}

export const isOwn = (address: string, { addresses, domains }: OwnPeople): boolean =>
  addresses.has(address) || domains.has(domainOf(address));

/** Contacts by their addresses; companies by those contacts, and by their domains unless anybody has a mailbox there. */
export async function knownPeople(
  crm: CrmCore,
  workspaceId: string,
  addresses: readonly string[],
): Promise<KnownPeople> {
  const live = { workspaceId, isDeleted: false };
  const contacts = await crm.store
    .model(Contact)
    .find({ ...live, $or: [{ email: { $in: addresses } }, { otherEmails: { $in: addresses } }] })
    .select('_id companyId')
    .limit(50)
    .lean<Array<{ _id: string; companyId?: string }>>();
  const domains = [...new Set(addresses.filter((one) => mailKindOf(one) === 'company').map(domainOf))];
  const companies = await crm.store
    .model(Company)
    .find({ ...live, $or: [{ domain: { $in: domains } }, { otherDomains: { $in: domains } }] })
    .select('_id')
    .limit(20)
    .lean<Array<{ _id: string }>>();
  return {
    contactIds: contacts.map(({ _id }) => _id),
    companyIds: [
      ...new Set([
        ...contacts.flatMap(({ companyId }) => companyId ?? []),
        ...companies.map(({ _id }) => _id),
      ]),
    ],
  };
}
