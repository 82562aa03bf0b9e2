import { Company } from '../../crm/company/company.schema.ts';
import { Contact } from '../../crm/contact/contact.schema.ts';
import { domainKeysOf, mailKeysOf } from '../../crm/match-keys.ts';
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

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

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

type Found = { _id: string };
type FoundContact = Found & { email?: string; otherEmails?: string[]; companyId?: string };
type FoundCompany = Found & { domain?: string; otherDomains?: string[] };

const MOST_KEYS = 500;
const MOST_CONTACTS = 50;
const MOST_COMPANIES = 20;

/**
 * Contacts by their addresses; companies by those contacts, and by their domains unless anybody has a mailbox there.
 *
 * @returns whom some of these addresses are
 */
export async function peopleAmong(
  crm: CrmCore,
  workspaceId: string,
  addresses: readonly string[],
): Promise<(some: readonly string[]) => KnownPeople> {
  const live = { workspaceId, isDeleted: false };
  // further addresses have no index of their own: the keys that tell duplicates have all
  const contactsBy = await byValue<FoundContact>(
    [...new Set(addresses)],
    (part) =>
      crm.store
        .model(Contact)
        .find({
          ...live,
          'search.match': { $in: mailKeysOf(part) },
          $or: [{ email: { $in: part } }, { otherEmails: { $in: part } }],
        })
        .select('_id email otherEmails companyId')
        .lean<FoundContact[]>(),
    ({ email, otherEmails = [] }) => [email, ...otherEmails],
  );
  const companiesBy = await byValue<FoundCompany>(
    [...new Set(addresses.flatMap(firmOf))],
    (part) =>
      crm.store
        .model(Company)
        .find({
          ...live,
          'search.match': { $in: domainKeysOf(part) },
          $or: [{ domain: { $in: part } }, { otherDomains: { $in: part } }],
        })
        .select('_id domain otherDomains')
        .lean<FoundCompany[]>(),
    ({ domain, otherDomains = [] }) => [domain, ...otherDomains],
  );
  return (some) => {
    const contacts = once(some.flatMap((one) => contactsBy.get(one) ?? [])).slice(0, MOST_CONTACTS);
    const firms = once(some.flatMap(firmOf).flatMap((one) => companiesBy.get(one) ?? []));
    const companyIds = [
      ...contacts.flatMap(({ companyId }) => companyId ?? []),
      ...firms.slice(0, MOST_COMPANIES).map(({ _id }) => _id),
    ];
    return { contactIds: contacts.map(({ _id }) => _id), companyIds: [...new Set(companyIds)] };
  };
}

export async function knownPeople(
  crm: CrmCore,
  workspaceId: string,
  addresses: readonly string[],
): Promise<KnownPeople> {
  return (await peopleAmong(crm, workspaceId, addresses))(addresses);
}

const once = <T extends Found>(found: readonly T[]): T[] => [
  ...new Map(found.map((one) => [one._id, one])).values(),
];

const firmOf = (address: string): string[] => (mailKindOf(address) === 'company' ? [domainOf(address)] : []);

async function byValue<T>(
  values: readonly string[],
  find: (part: string[]) => Promise<T[]>,
  valuesOf: (found: T) => Array<string | undefined>,
): Promise<Map<string, T[]>> {
  const by = new Map<string, T[]>();
  for (let at = 0; at < values.length; at += MOST_KEYS)
    for (const found of await find(values.slice(at, at + MOST_KEYS)))
      for (const value of valuesOf(found)) if (value) by.set(value, [...(by.get(value) ?? []), found]);
  return by;
}
