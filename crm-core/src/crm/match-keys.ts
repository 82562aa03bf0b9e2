import { getDomain } from 'tldts';
import { foldWords } from '../entity/search-text.ts';

/** What is read of a record to find those that may be the same. */
export interface MatchValues {
  name?: string | null;
  email?: string | null;
  otherEmails?: readonly string[] | null;
  phone?: string | null;
  otherPhones?: readonly string[] | null;
  companyId?: string | null;
  domain?: string | null;
  otherDomains?: readonly string[] | null;
}

/** Digits that are too few to tell one line from another. */
const LEAST_DIGITS = 7;
const TITLES = new Set(['mr', 'mrs', 'ms', 'miss', 'dr', 'prof', 'sir', 'herr', 'frau', 'ing', 'dipl']);
/** What a company is by law, which is written or left out at will; several words as they are folded. */
const LEGAL_FORMS = new Set(
  (
    'inc incorporated corp corporation co company llc llp lp ltd limited plc pllc gmbh mbh ag kg ohg gbr ug se eg ev ' +
    'sa sas sarl sasu srl spa snc bv nv cv vof ab as asa aps oy oyj kft zrt sro sl slu lda ltda pty pte bhd kk sp zoo oo'
  ).split(' '),
);

const HONORIFIC = /^(the|die|der|das)$/;

/** The words of a person's name without titles; a surname that stands first, before a comma, goes to the end. */
export function personWords(name: string): string[] {
  const [last = '', ...first] = name.split(',');
  const ordered = first.length > 0 ? `${first.join(' ')} ${last}` : name;
  const words = foldWords(ordered).filter((word) => !TITLES.has(word));
  return words.length > 0 ? words : foldWords(name);
}

/** The words of a company's name without its legal form: "Halden Foods GmbH & Co. KG" is `halden foods`. */
export function companyWords(name: string): string[] {
  // s.r.o. and S.A. are one word
  const words = foldWords(name.replace(/\b(\p{L})\.(?=\p{L}\b)/gu, '$1'));
  const kept = [...words];
  while (kept.length > 1 && LEGAL_FORMS.has(kept.at(-1) ?? '')) kept.pop();
  if (kept.length > 1 && HONORIFIC.test(kept[0] ?? '')) kept.shift();
  return kept;
}

/** A mailbox without what is added to its name: `jane+news@acme.example` is `jane@acme.example`. */
function mailboxOf(email: string): string | undefined {
  const at = email.lastIndexOf('@');
  if (at < 1) return undefined;
  return `${email.slice(0, at).replace(/(?<=.)\+.*$/, '')}${email.slice(at)}`.toLowerCase();
}

/** The part of a domain that somebody registered: `acme.co.uk` of `shop.acme.co.uk`. */
export const registrableDomain = (domain: string): string =>
  getDomain(domain, { allowPrivateDomains: true }) ?? domain;

/** What contacts that have one of these addresses are found by; addresses alike share a key, so they are compared after it. */
export const mailKeysOf = (addresses: ReadonlyArray<string | null | undefined>): string[] =>
  addresses.flatMap((one) => {
    const mailbox = one ? mailboxOf(one) : undefined;
    return mailbox ? [`mail ${mailbox}`] : [];
  });

const mailKeys = ({ email, otherEmails }: MatchValues) => mailKeysOf([email, ...(otherEmails ?? [])]);

/** What companies that have one of these domains, or one of the same owner, are found by. */
export const domainKeysOf = (domains: ReadonlyArray<string | null | undefined>): string[] =>
  domains.flatMap((one) => (one ? [`domain ${registrableDomain(one)}`] : []));

const phoneKeys = ({ phone, otherPhones }: MatchValues) =>
  [phone, ...(otherPhones ?? [])].flatMap((one) => {
    const digits = one?.replace(/\D/g, '') ?? '';
    return digits.length >= LEAST_DIGITS ? [`phone ${digits}`] : [];
  });

/** Mailboxes, phone numbers, and at a company the surname with the beginning of the first name. */
export function contactKeys(contact: MatchValues): string[] {
  const words = personWords(contact.name ?? '');
  const surname = words.at(-1);
  const name =
    contact.companyId && surname && words.length > 1
      ? [`name ${surname} ${words[0]?.slice(0, 2)} ${contact.companyId}`]
      : [];
  return [...new Set([...mailKeys(contact), ...phoneKeys(contact), ...name])];
}

/** Registered domains, the name without legal form, and phone numbers. */
export function companyKeys(company: MatchValues): string[] {
  const domains = domainKeysOf([company.domain, ...(company.otherDomains ?? [])]);
  const name = companyWords(company.name ?? '').join(' ');
  return [...new Set([...domains, ...(name ? [`name ${name}`] : []), ...phoneKeys(company)])];
}
