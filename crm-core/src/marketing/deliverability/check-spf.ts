import type { DnsLookup } from './dns-lookup.ts';
import { type DomainCheck, unanswered } from './domain-check.ts';

/** RFC 7208, section 4.6.4: terms that ask the domain name system, and such that find nothing. */
const MOST_LOOKUPS = 10;
const MOST_VOID = 2;

interface Walk {
  lookups: number;
  voids: number;
  /** Nobody answered somewhere: the counts are too small. */
  isPartial: boolean;
  seen: Set<string>;
}

/**
 * Who may send for a domain: exactly one record, within the lookups that receivers make.
 *
 * @param include - what the record has to include for the mail server that is sent through: `_spf.google.com`
 */
export async function checkSpf(dns: DnsLookup, domain: string, include?: string): Promise<DomainCheck> {
  const found = await spfOf(dns, domain);
  if (found === 'unknown') return unanswered('SPF', domain);
  const wanted = include ? `include:${include}` : 'mx';
  const record = (value: string) => ({ name: domain, type: 'TXT' as const, value });
  const [only, ...others] = found;
  if (only === undefined)
    return {
      name: 'SPF',
      state: 'failed',
      found: `${domain} says nothing about who may send for it.`,
      fix: 'Add this record; put in whatever else sends for the domain.',
      record: record(`v=spf1 ${wanted} ~all`),
    };
  if (others.length > 0)
    return {
      name: 'SPF',
      state: 'failed',
      found: `There are ${found.length} records, and receivers then take none.`,
      fix: 'Keep one of them, in which all others are.',
      record: record(merged(found)),
    };
  const walk: Walk = { lookups: 0, voids: 0, isPartial: false, seen: new Set() };
  await count(dns, domain, only, walk);
  const terms = termsOf(only);
  if (walk.lookups > MOST_LOOKUPS || walk.voids > MOST_VOID)
    return {
      name: 'SPF',
      state: 'failed',
      found:
        walk.lookups > MOST_LOOKUPS
          ? `The record takes more than ${MOST_LOOKUPS} look-ups, so receivers give up.`
          : `More than ${MOST_VOID} names in the record lead nowhere, so receivers give up.`,
      fix: 'Take out what does not send for you any more.',
    };
  if (terms.some((term) => /^\+?all$/.test(term)))
    return {
      name: 'SPF',
      state: 'failed',
      found: 'The record lets everybody send for the domain.',
      fix: 'End it in ~all.',
      record: record(only.replace(/\s\+?all\b/i, ' ~all')),
    };
  if (include && !walk.seen.has(include))
    return {
      name: 'SPF',
      state: 'failed',
      found: `The record does not name ${include}, through which your mail is sent.`,
      fix: 'Put this record in the place of the present one.',
      record: record(only.replace(/^v=spf1/i, `v=spf1 include:${include}`)),
    };
  if (walk.isPartial) return unanswered('SPF', domain);
  if (!terms.some((term) => /^[~?-]all$/.test(term) || term.startsWith('redirect=')))
    return {
      name: 'SPF',
      state: 'warning',
      found: 'The record does not say what others may do.',
      fix: 'End it in ~all.',
      record: record(`${only} ~all`),
    };
  return { name: 'SPF', state: 'ok', found: `One record, ${walk.lookups} of ${MOST_LOOKUPS} look-ups.` };
}

async function spfOf(dns: DnsLookup, domain: string) {
  const found = await dns.txt(domain);
  return found === 'unknown' ? found : found.filter((text) => /^v=spf1(?:\s|$)/i.test(text));
}

const termsOf = (record: string): string[] => record.trim().toLowerCase().split(/\s+/).slice(1);

/** Walks over all that a receiver would ask. Hosts behind an MX are not counted (RFC 7208, section 4.6.4, is of each alone). */
async function count(dns: DnsLookup, domain: string, record: string, walk: Walk): Promise<void> {
  const terms = termsOf(record);
  const hasAll = terms.some((term) => /^[~?+-]?all$/.test(term));
  for (const term of terms) {
    if (walk.lookups > MOST_LOOKUPS) return;
    const [, kind = '', given] =
      /^[~?+-]?(include|a|mx|ptr|exists|redirect)(?:[:=]([^/]+))?(?:\/.*)?$/.exec(term) ?? [];
    // behind an all a redirect is not looked at
    if (!kind || (kind === 'redirect' && hasAll)) continue;
    const name = given ?? domain;
    walk.lookups++;
    if (name.includes('%')) continue;
    if (kind === 'include' || kind === 'redirect') {
      const isKnown = walk.seen.has(name);
      walk.seen.add(name);
      if (isKnown) continue;
      const next = await spfOf(dns, name);
      if (next === 'unknown') walk.isPartial = true;
      else if (next[0] === undefined) walk.voids++;
      else await count(dns, name, next[0], walk);
      continue;
    }
    const found = kind === 'mx' ? await dns.mx(name) : kind === 'ptr' ? ['x'] : await dns.addresses(name);
    if (found === 'unknown') walk.isPartial = true;
    else if (found.length === 0) walk.voids++;
  }
}

function merged(records: readonly string[]): string {
  const terms = records.flatMap(termsOf).filter((term) => !/^[~?+-]?all$/.test(term));
  return `v=spf1 ${[...new Set(terms)].join(' ')} ~all`;
}
