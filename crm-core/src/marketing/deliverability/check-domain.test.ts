import { describe, expect, it } from 'vitest';
import { checkDomain } from './check-domain.ts';
import type { DnsLookup, Found } from './dns-lookup.ts';
import { verifyAddress } from './verify-address.ts';
import { warmUpLimit } from './warm-up.ts';

interface Zone {
  txt?: Record<string, Found<string>>;
  mx?: Record<string, Found<{ exchange: string; priority: number }>>;
  a?: Record<string, Found<string>>;
}

const aDns = ({ txt = {}, mx = {}, a = {} }: Zone): DnsLookup => ({
  txt: async (name) => txt[name] ?? [],
  mx: async (name) => mx[name] ?? [],
  addresses: async (name) => a[name] ?? [],
});

const MX = { 'own.example': [{ exchange: 'mx.own.example', priority: 10 }] };
const KEY = `v=DKIM1; k=rsa; p=${'A'.repeat(300)}`;

async function check(name: string, zone: Zone, options: { smtpHost?: string; selectors?: string[] } = {}) {
  const checks = await checkDomain('own.example', { dns: aDns(zone), ...options });
  return checks.find((one) => one.name === name);
}

describe('the checks of a domain', () => {
  it('are all in order where all is', async () => {
    const txt = {
      'own.example': ['v=spf1 include:_spf.google.com ~all', 'google-site-verification=x'],
      '_spf.google.com': ['v=spf1 ip4:192.0.2.0/24 ~all'],
      'google._domainkey.own.example': [KEY],
      '_dmarc.own.example': ['v=DMARC1; p=quarantine'],
    };
    const checks = await checkDomain('own.example', {
      dns: aDns({ txt, mx: MX }),
      smtpHost: 'smtp.gmail.com',
    });
    expect(checks.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'SPF ok',
      'DKIM ok',
      'DMARC ok',
      'MX ok',
    ]);
  });

  it('show the record to paste', async () => {
    expect(await check('SPF', {}, { smtpHost: 'smtp.gmail.com' })).toMatchObject({
      state: 'failed',
      record: { name: 'own.example', type: 'TXT', value: 'v=spf1 include:_spf.google.com ~all' },
    });
    const others = { 'own.example': ['v=spf1 mx -all'], 'x.example': [] };
    expect(await check('SPF', { txt: others, mx: MX }, { smtpHost: 'smtp.gmail.com' })).toMatchObject({
      state: 'failed',
      record: { value: 'v=spf1 include:_spf.google.com mx -all' },
    });
    expect(await check('DMARC', {})).toMatchObject({
      state: 'failed',
      record: { name: '_dmarc.own.example', value: expect.stringContaining('v=DMARC1; p=none') },
    });
  });

  it('refuse two records of SPF, too many look-ups and names that lead nowhere, and count no host behind an MX', async () => {
    const spf = (...records: string[]) => check('SPF', { txt: { 'own.example': records }, mx: MX });
    expect(await spf('v=spf1 mx ~all', 'v=spf1 a ~all')).toMatchObject({
      state: 'failed',
      record: { value: 'v=spf1 mx a ~all' },
    });
    expect(await spf('v=spf1 a:1.x a:2.x a:3.x ~all')).toMatchObject({
      found: expect.stringContaining('nowhere'),
    });
    expect(await spf('v=spf1 +all')).toMatchObject({ state: 'failed' });
    expect(await spf('v=spf1 mx')).toMatchObject({ state: 'warning' });
    const chain = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`${at}.example`, [`v=spf1 include:${at + 1}.example ~all`]]),
    );
    const txt = { ...chain, 'own.example': ['v=spf1 include:0.example ~all'] };
    expect(await check('SPF', { txt })).toMatchObject({
      found: expect.stringContaining('more than 10 look-ups'),
    });
    const many = Array.from({ length: 12 }, (_, at) => ({ exchange: `mx${at}.own.example`, priority: at }));
    expect(
      await check('SPF', { txt: { 'own.example': ['v=spf1 mx ~all'] }, mx: { 'own.example': many } }),
    ).toMatchObject({ state: 'ok', found: 'One record, 1 of 10 look-ups.' });
    // one that includes itself comes to an end
    expect(await spf('v=spf1 include:own.example ~all')).toMatchObject({ name: 'SPF' });
  });

  it('say that nobody answered, and not that something is missing', async () => {
    const txt = { 'own.example': 'unknown' as const, '_dmarc.own.example': 'unknown' as const };
    for (const name of ['SPF', 'DMARC']) expect((await check(name, { txt }))?.state).toBe('unknown');
    expect((await check('MX', { mx: { 'own.example': 'unknown' } }))?.state).toBe('unknown');
    expect(await check('DKIM', {})).toMatchObject({
      state: 'unknown',
      found: expect.stringContaining('No key was found'),
    });
    expect(await check('DKIM', {}, { selectors: ['own1'] })).toMatchObject({ state: 'failed' });
    expect(await check('MX', { mx: { 'own.example': [{ exchange: '', priority: 0 }] } })).toMatchObject({
      state: 'failed',
    });
  });

  it('are of domains alone', async () => {
    for (const text of ['own', 'a b.example', '-x.example', ''])
      await expect(checkDomain(text)).rejects.toThrow();
  });
});

it.each([
  ['bob@gmial.com', 'risky', 'typo', 'bob@gmail.com'],
  ['bob@gmai.com', 'invalid', 'typo', 'bob@gmail.com'],
  ['bob@own.example', 'valid', 'ok', undefined],
  ['info@own.example', 'risky', 'role', undefined],
  ['bob@nowhere.example', 'invalid', 'noMail', undefined],
  ['bob@null.example', 'invalid', 'noMail', undefined],
  ['bob@silent.example', 'unknown', 'noAnswer', undefined],
  ['bob@mailinator.com', 'risky', 'disposable', undefined],
  ['bob@', 'invalid', 'syntax', undefined],
  ['bob@ymail.com', 'valid', 'ok', undefined],
] as const)('says of %s that it is %s (%s)', async (address, state, why, suggestion) => {
  const mx = {
    ...MX,
    'gmial.com': [{ exchange: 'mx.park.example', priority: 1 }],
    'mailinator.com': [{ exchange: 'mx.mailinator.com', priority: 1 }],
    'ymail.com': [{ exchange: 'mx.yahoodns.net', priority: 1 }],
    'null.example': [{ exchange: '', priority: 0 }],
    'silent.example': 'unknown' as const,
  };
  const verdict = await verifyAddress(address, { dns: aDns({ mx }) });
  expect(verdict).toMatchObject({ state, why, ...(suggestion && { suggestion }) });
  if (!suggestion) expect(verdict.suggestion).toBeUndefined();
});

it('a new mailbox begins with 20 a day and has a third more on each that went well, up to its limit', () => {
  const good = (sent: number) => ({ sent, bounced: 0 });
  expect(warmUpLimit([], 500)).toBe(20);
  expect(warmUpLimit([good(20), good(26)], 500)).toBe(33);
  expect(warmUpLimit([good(5)], 500)).toBe(20);
  expect(warmUpLimit([good(20), good(26), good(33), { sent: 42, bounced: 2 }], 500)).toBe(21);
  expect(
    warmUpLimit(
      Array.from({ length: 60 }, () => good(9_999)),
      500,
    ),
  ).toBe(500);
});
