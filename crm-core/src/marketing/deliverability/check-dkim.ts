import type { DnsLookup } from './dns-lookup.ts';
import type { DomainCheck } from './domain-check.ts';

/** Names that usual providers give their keys. */
const USUAL = [
  'google',
  'selector1',
  'selector2',
  's1',
  's2',
  'k1',
  'k2',
  'default',
  'dkim',
  'mail',
  'fm1',
  'fm2',
  'zoho',
  'protonmail',
  'mxvault',
  'resend',
] as const;
/** Shorter RSA keys are not taken for good (RFC 8301): in base64, with its frame. */
const SHORTEST_KEY = 210;

/**
 * Whether mail of the domain can be signed. Keys stand under names that cannot be listed: those of our own mail are
 * looked up, then usual ones, and none of them says only that none was found.
 *
 * @param selectors - seen in mail of the domain: `s=` of its signatures
 */
export async function checkDkim(
  dns: DnsLookup,
  domain: string,
  selectors: readonly string[] = [],
): Promise<DomainCheck> {
  const names = [...new Set([...selectors, ...USUAL])];
  const found = await Promise.all(names.map((name) => dns.txt(`${name}._domainkey.${domain}`)));
  const keys = names.flatMap((name, at) => {
    const records = found[at] ?? [];
    const record = records === 'unknown' ? undefined : records.find((text) => /(?:^|;)\s*p=/i.test(text));
    return record === undefined
      ? []
      : [{ name, key: /(?:^|;)\s*p=([^;]*)/i.exec(record)?.[1]?.replace(/\s/g, '') ?? '' }];
  });
  const live = keys.filter(({ key }) => key !== '');
  const short = live.filter(
    ({ name, key }) => key.length < SHORTEST_KEY && !/ed25519/i.test(recordOf(found[names.indexOf(name)])),
  );
  if (live.length > short.length)
    return { name: 'DKIM', state: 'ok', found: `Keys: ${live.map(({ name }) => name).join(', ')}.` };
  if (short.length > 0)
    return {
      name: 'DKIM',
      state: 'warning',
      found: `The key ${short[0]?.name} is shorter than 1,024 bits, and receivers do not take it.`,
      fix: 'Have your mail provider make a key of 2,048 bits.',
    };
  const missing = selectors.filter((name) => {
    const records = found[names.indexOf(name)];
    return records !== 'unknown' && records?.length === 0;
  });
  if (missing.length > 0)
    return {
      name: 'DKIM',
      state: 'failed',
      found: `Mail is signed with the key ${missing[0]}, which is not published.`,
      fix: `Publish the key that your mail provider shows under ${missing[0]}._domainkey.${domain}.`,
    };
  return {
    name: 'DKIM',
    state: 'unknown',
    found: 'No key was found under the usual names; there may be one under another.',
    fix: 'Turn DKIM on at your mail provider, and send yourself a test: its signature names the key.',
  };
}

const recordOf = (found: unknown): string => (Array.isArray(found) ? found.join(' ') : '');
