import { domainToASCII } from 'node:url';
import { InvalidError } from '../../errors.ts';
import { checkDkim } from './check-dkim.ts';
import { checkDmarc } from './check-dmarc.ts';
import { checkMx } from './check-mx.ts';
import { checkSpf } from './check-spf.ts';
import { type DnsLookup, dnsLookup } from './dns-lookup.ts';
import type { DomainCheck } from './domain-check.ts';

/** What a record has to include for mail that leaves through these, as their operators document it. */
const INCLUDES: ReadonlyArray<readonly [host: RegExp, include: string]> = [
  [/(?:^|\.)(?:gmail|google)\.com$/, '_spf.google.com'],
  [/(?:^|\.)(?:office365|outlook)\.com$/, 'spf.protection.outlook.com'],
  [/(?:^|\.)fastmail\.com$/, 'spf.messagingengine.com'],
  [/(?:^|\.)zoho\.com$/, 'zoho.com'],
];

export interface DomainCheckOptions {
  /** The server that mail is sent through. */
  smtpHost?: string;
  /** Names of keys in signatures of our own mail. */
  selectors?: readonly string[];
  dns?: DnsLookup;
}

/**
 * Whether mail of a domain is believed to be its own.
 *
 * @throws InvalidError for what is no domain
 */
export async function checkDomain(
  text: string,
  { smtpHost = '', selectors, dns = dnsLookup() }: DomainCheckOptions = {},
): Promise<DomainCheck[]> {
  const domain = domainToASCII(text.trim().toLowerCase().replace(/^.*@/, '').replace(/\.$/, ''));
  if (!/^(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/.test(domain) || domain.length > 253)
    throw new InvalidError(`“${text}” is not a domain such as example.com.`);
  const include = INCLUDES.find(([host]) => host.test(smtpHost))?.[1];
  return Promise.all([
    checkSpf(dns, domain, include),
    checkDkim(dns, domain, selectors),
    checkDmarc(dns, domain),
    checkMx(dns, domain),
  ]);
}
