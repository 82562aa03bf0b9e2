import { distance } from 'fuzzball';
import { mailKindOf } from '../scoring/mail-domain.ts';

/** Providers that very many people have a mailbox at: a domain that is one letter off is a slip. */
const USUAL = [
  'gmail.com',
  'googlemail.com',
  'hotmail.com',
  'outlook.com',
  'yahoo.com',
  'icloud.com',
  'gmx.de',
  'gmx.net',
  'web.de',
  't-online.de',
  'protonmail.com',
];
/** One letter off, and a provider all the same. */
const REAL = new Set(['ymail.com', 'gmx.com', 'mail.com', 'hotmail.co', 'fmail.com']);
const TOP_LEVEL: Readonly<Record<string, string>> = {
  con: 'com',
  cmo: 'com',
  comm: 'com',
  ocm: 'com',
  vom: 'com',
  ner: 'net',
  nte: 'net',
  ogr: 'org',
};

export interface MailFault {
  what: string;
  better?: string;
}

/** What is wrong with an address by the looks of it: nobody is written to. Undefined when nothing is. */
export function mailFault(email: string): MailFault | undefined {
  const at = email.lastIndexOf('@');
  const [local, domain] = [email.slice(0, at), email.slice(at + 1).toLowerCase()];
  const end = domain.split('.').at(-1) ?? '';
  const known = TOP_LEVEL[end] && `${domain.slice(0, -end.length)}${TOP_LEVEL[end]}`;
  const meant = known ?? (USUAL.includes(domain) ? undefined : USUAL.find((one) => isSlipOf(domain, one)));
  if (meant) return { what: `is probably ${local}@${meant}`, better: `${local}@${meant}` };
  return mailKindOf(email) === 'throw-away' ? { what: 'is a throw-away address' } : undefined;
}

/** One letter too many, too few or other, or two swapped; short domains of their own are left alone. */
function isSlipOf(domain: string, usual: string): boolean {
  if (usual.length < 8 || REAL.has(domain) || mailKindOf(`x@${domain}`) === 'personal') return false;
  if (Math.abs(domain.length - usual.length) > 1) return false;
  return distance(domain, usual, { full_process: false }) <= 1 || isSwapped(domain, usual);
}

function isSwapped(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  const at = [...one].findIndex((letter, index) => letter !== other[index]);
  return at >= 0 && `${one.slice(0, at)}${one[at + 1]}${one[at]}${one.slice(at + 2)}` === other;
}
