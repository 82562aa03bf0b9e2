import { getDomain } from 'tldts';
import type { DnsLookup } from './dns-lookup.ts';
import { type DomainCheck, unanswered } from './domain-check.ts';

/** What receivers are to do with mail that is not the domain's. Gmail and Yahoo ask bulk senders for a record. */
export async function checkDmarc(dns: DnsLookup, domain: string): Promise<DomainCheck> {
  const organisation = getDomain(domain) ?? domain;
  for (const name of new Set([domain, organisation])) {
    const found = await dns.txt(`_dmarc.${name}`);
    if (found === 'unknown') return unanswered('DMARC', domain);
    const records = found.filter((text) => /^v=DMARC1\s*;/i.test(text));
    const [only, ...others] = records;
    if (only === undefined) continue;
    if (others.length > 0)
      return {
        name: 'DMARC',
        state: 'failed',
        found: `There are ${records.length} records, and receivers then take none.`,
        fix: 'Keep one of them.',
      };
    const policy = /(?:^|;)\s*p=\s*(none|quarantine|reject)\b/i.exec(only)?.[1]?.toLowerCase();
    if (!policy)
      return {
        name: 'DMARC',
        state: 'failed',
        found: 'The record does not say what to do (p=).',
        fix: 'Put this record in its place.',
        record: wanted(name),
      };
    return { name: 'DMARC', state: 'ok', found: `${name === domain ? '' : `Of ${name}: `}p=${policy}.` };
  }
  return {
    name: 'DMARC',
    state: 'failed',
    found: `${organisation} says nothing about mail in its name; Gmail and Yahoo ask for it.`,
    fix: 'Add this record. It changes nothing for your mail; reports come to the address in it.',
    record: wanted(organisation),
  };
}

const wanted = (domain: string) => ({
  name: `_dmarc.${domain}`,
  type: 'TXT' as const,
  value: `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`,
});
