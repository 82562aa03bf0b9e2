import type { DnsLookup } from './dns-lookup.ts';
import { type DomainCheck, unanswered } from './domain-check.ts';

/** Where mail to a domain goes. `none`: it says that it takes no mail (RFC 7505). */
export async function exchangersOf(dns: DnsLookup, domain: string): Promise<string[] | 'none' | 'unknown'> {
  const found = await dns.mx(domain);
  if (found === 'unknown') return found;
  if (found.length === 0) {
    // without an MX mail goes to the host itself (RFC 5321)
    const addresses = await dns.addresses(domain);
    return addresses === 'unknown' ? addresses : addresses.length > 0 ? [domain] : [];
  }
  if (found.every(({ exchange }) => exchange === '' || exchange === '.')) return 'none';
  return found.sort((a, b) => a.priority - b.priority).map(({ exchange }) => exchange.toLowerCase());
}

export async function checkMx(dns: DnsLookup, domain: string): Promise<DomainCheck> {
  const found = await exchangersOf(dns, domain);
  if (found === 'unknown') return unanswered('MX', domain);
  if (found === 'none')
    return {
      name: 'MX',
      state: 'failed',
      found: `${domain} says that it takes no mail: answers and reports of failure get lost.`,
      fix: 'Name the server that takes its mail.',
    };
  if (found.length === 0)
    return {
      name: 'MX',
      state: 'failed',
      found: `Nobody takes mail for ${domain}: answers and reports of failure get lost.`,
      fix: 'Add the MX record that your mail provider shows.',
    };
  return { name: 'MX', state: 'ok', found: `Mail goes to ${found[0]}.` };
}
