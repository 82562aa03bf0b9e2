import type { CountryCode } from 'libphonenumber-js/min';
import { countryOfPhone, isKnownPhone, normalPhone } from '../../entity/phone-number.ts';
import { countryOf } from './country-names.ts';
import { mailFault } from './mail-fault.ts';
import { nameFault } from './name-fault.ts';

const DAY_MS = 86_400_000;
/** After so long without anybody touching it, what a record says may not hold any more. */
const STALE_DAYS = 180;

/** A record as faults are looked for in it. */
export interface Audited {
  _id: string;
  name?: string;
  email?: string;
  phone?: string;
  companyId?: string;
  ownerId?: string;
  contactId?: string;
  domain?: string;
  industry?: string;
  country?: string;
  status?: string;
  amountMinor?: number;
  expectedCloseAt?: string;
  lastContactedAt?: Date;
  lastActivityAt?: Date;
  updatedAt: Date;
}

/** What faults are judged by besides the record itself. */
export interface Look {
  /** The kind of the records. */
  entity: string;
  now: Date;
  /** Today, where the workspace is. */
  today: string;
  /** The country whose numbers are written without a country code. */
  region: CountryCode | undefined;
  /** Those with a suspected duplicate. */
  doubled: ReadonlySet<string>;
  /** By company that somebody is known of, when one of them was last contacted. */
  lastOfPeople: ReadonlyMap<string, Date | undefined>;
  /** How the workspace mostly writes a country. */
  usualCountry(code: CountryCode): string;
  /** Of a company. */
  countryOfCompany(id: string | undefined): string | undefined;
  /** The company with this domain. */
  companyAt(domain: string): string | undefined;
}

/** What is wrong with one record, and what would mend it where that can be known. */
export interface Found {
  what: string;
  fix?: Record<string, unknown>;
}

export interface Fault {
  /** "No e-mail". */
  label: string;
  /** What it costs a record of its 100. */
  weight: number;
  /** The kinds of records that may have it. */
  of: readonly string[];
  /** Whether its values can be mended. */
  isFixable?: boolean;
  find(record: Audited, look: Look): Found | undefined;
}

const missing = (label: string, weight: number, of: string[], name: keyof Audited): Fault => ({
  label,
  weight,
  of,
  find: (record) => (isThere(record[name]) ? undefined : { what: label.toLowerCase() }),
});

const isThere = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** What may be wrong with data, by what it is called in tools; the weights are ours. */
export const FAULTS = {
  duplicate: {
    label: 'Suspected duplicate',
    weight: 25,
    of: ['contact', 'company'],
    find: ({ _id }, { doubled }) => (doubled.has(_id) ? { what: 'is probably there twice' } : undefined),
  },
  bad_email: {
    label: 'E-mail that cannot be right',
    weight: 20,
    of: ['contact'],
    isFixable: true,
    find({ email }) {
      const fault = email ? mailFault(email) : undefined;
      return (
        fault && { what: `${email} ${fault.what}`, ...(fault.better && { fix: { email: fault.better } }) }
      );
    },
  },
  bad_phone: {
    label: 'Phone number that cannot be right',
    weight: 10,
    of: ['contact', 'company'],
    isFixable: true,
    find({ phone, country }, { region }) {
      if (!phone || isKnownPhone(phone)) return undefined;
      const own = country ? countryOf(country) : undefined;
      const better = normalPhone(phone, own ?? region);
      return {
        what: `${phone} is no complete number`,
        ...(isKnownPhone(better) && { fix: { phone: better } }),
      };
    },
  },
  bad_name: {
    label: 'Name that cannot be right',
    weight: 10,
    of: ['contact', 'company'],
    isFixable: true,
    find({ name = '' }, { entity }) {
      // capitals are a company's own affair
      const fault = nameFault(name, entity === 'contact');
      return (
        fault && { what: `“${name}” ${fault.what}`, ...(fault.better && { fix: { name: fault.better } }) }
      );
    },
  },
  bad_country: {
    label: 'Country written otherwise than usual',
    weight: 5,
    of: ['contact', 'company'],
    isFixable: true,
    find({ country }, { usualCountry }) {
      const code = country ? countryOf(country) : undefined;
      const usual = code && usualCountry(code);
      return usual && usual !== country
        ? { what: `${country} is mostly written ${usual} here`, fix: { country: usual } }
        : undefined;
    },
  },
  no_email: missing('No e-mail', 15, ['contact'], 'email'),
  no_phone: missing('No phone number', 10, ['contact'], 'phone'),
  no_company: {
    label: 'No company',
    weight: 15,
    of: ['contact', 'opportunity'],
    isFixable: true,
    find({ companyId, email }, { companyAt }) {
      if (companyId) return undefined;
      const known = email ? companyAt(email.slice(email.lastIndexOf('@') + 1)) : undefined;
      return { what: 'no company', ...(known && { fix: { companyId: known } }) };
    },
  },
  no_owner: missing('No owner', 10, ['contact', 'company', 'opportunity'], 'ownerId'),
  no_country: {
    label: 'No country',
    weight: 5,
    of: ['contact', 'company'],
    isFixable: true,
    find({ country, phone, companyId }, { countryOfCompany, usualCountry }) {
      // whoever has none of their own is at home where their company is
      if (country || countryOfCompany(companyId)) return undefined;
      const byPhone = phone ? countryOfPhone(phone) : undefined;
      return { what: 'no country', ...(byPhone && { fix: { country: usualCountry(byPhone) } }) };
    },
  },
  no_domain: missing('No website', 15, ['company'], 'domain'),
  no_industry: missing('No industry', 10, ['company'], 'industry'),
  no_contacts: {
    label: 'Nobody known there',
    weight: 10,
    of: ['company'],
    find: ({ _id }, { lastOfPeople }) =>
      lastOfPeople.has(_id) ? undefined : { what: 'nobody is known there' },
  },
  no_contact: missing('No contact', 10, ['opportunity'], 'contactId'),
  no_amount: missing('No amount', 25, ['opportunity'], 'amountMinor'),
  no_close: missing('No close date', 20, ['opportunity'], 'expectedCloseAt'),
  overdue: {
    label: 'Open past its close date',
    weight: 25,
    of: ['opportunity'],
    find: ({ status, expectedCloseAt }, { today }) =>
      status === 'open' && expectedCloseAt && expectedCloseAt < today
        ? { what: `was to close on ${expectedCloseAt}` }
        : undefined,
  },
  stale: {
    label: `Not touched for ${STALE_DAYS} days`,
    weight: 10,
    of: ['contact', 'company', 'opportunity'],
    find({ _id, lastContactedAt, lastActivityAt, updatedAt, status }, { now, lastOfPeople }) {
      if (status === 'won' || status === 'lost') return undefined;
      const touches = [lastContactedAt, lastActivityAt, updatedAt, lastOfPeople.get(_id)];
      const last = Math.max(...touches.map((at) => at?.getTime() ?? 0));
      const days = Math.floor((now.getTime() - last) / DAY_MS);
      return days > STALE_DAYS ? { what: `not touched for ${days} days` } : undefined;
    },
  },
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultKind = keyof typeof FAULTS;
export const FAULT_KINDS = Object.keys(FAULTS) as [FaultKind, ...FaultKind[]];
/** Kinds of faults whose values can be mended. */
export const FIXABLE = FAULT_KINDS.filter((kind) => (FAULTS[kind] as Fault).isFixable) as [
  FaultKind,
  ...FaultKind[],
];
