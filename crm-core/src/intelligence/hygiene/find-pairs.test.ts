import { describe, expect, it } from 'vitest';
import { companyKeys, contactKeys, type MatchValues } from '../../crm/match-keys.ts';
import { findPairs, MOST_IN_BLOCK } from './find-pairs.ts';
import { matchedOf } from './pair-score.ts';

const KEYS = { contact: contactKeys, company: companyKeys };

/** Records as they are compared; their ids are their places. */
const compared = (
  kind: keyof typeof KEYS,
  records: ReadonlyArray<MatchValues & { country?: string; parentId?: string }>,
) =>
  findPairs(
    kind,
    records.map((record, at) =>
      matchedOf(kind, { _id: String(at), ...record, search: { match: KEYS[kind](record) } }),
    ),
  );

const scores = (kind: keyof typeof KEYS, ...records: Parameters<typeof compared>[1]) =>
  compared(kind, records).pairs.map(({ aId, bId, score }) => `${aId}${bId} ${score}`);

describe('people', () => {
  it('are the same for sure by mailbox, nearly so by number, and likely by name at one company', () => {
    const walter = { name: 'Walter Novak', email: 'w@acme.example', phone: '+4930123456', companyId: 'c' };
    expect(scores('contact', walter, { name: 'W. N.', email: 'w+fair@acme.example' })).toEqual(['01 1']);
    expect(scores('contact', walter, { name: 'Walter K. Novak', phone: '+4930123456' })).toEqual(['01 0.9']);
    expect(scores('contact', walter, { name: 'Novak, Walter', companyId: 'c' })).toEqual(['01 0.8']);
    expect(scores('contact', walter, { name: 'Olga Berg', phone: '+4930123456' })).toEqual([]);
    expect(scores('contact', walter, { name: 'Walter Novak', companyId: 'other' })).toEqual([]);
    expect(scores('contact', walter, { name: 'Wanda Novak', companyId: 'c' })).toEqual([]);
  });

  it('who share a number with more than two others share a switchboard', () => {
    const phone = '+4930123456';
    const family = ['Ada Novak', 'Adam Novak', 'Adele Novak'].map((name) => ({ name, phone }));
    expect(scores('contact', ...family).length).toBeGreaterThan(0);
    expect(scores('contact', ...family, { name: 'Alan Novak', phone })).toEqual([]);
  });

  it('are named once, by the strongest reason, with all of them', () => {
    const walter = { name: 'Walter Novak', email: 'w@acme.example', phone: '+4930123456', companyId: 'c' };
    const [pair, ...more] = compared('contact', [walter, { ...walter, email: 'w+1@acme.example' }]).pairs;
    expect(more).toEqual([]);
    expect(pair?.reasons.map(({ text }) => text)).toEqual([
      'Same mailbox w@acme.example',
      'Same phone number +49 30 123456',
      'Same name at the same company',
    ]);
  });
});

describe('companies', () => {
  it('are the same by domain or name, not across countries, and never parent and child', () => {
    const acme = { name: 'Acme GmbH', domain: 'acme.example', country: 'Germany' };
    expect(scores('company', acme, { name: 'ACME Inc', country: 'Germany' })).toEqual(['01 0.8']);
    expect(scores('company', acme, { name: 'Acme Ltd', country: 'Ireland' })).toEqual([]);
    expect(scores('company', acme, { name: 'Acme Holding', domain: 'eu.acme.example' })).toEqual(['01 0.7']);
    expect(scores('company', acme, { name: 'Acme SE', domain: 'eu.acme.example' })).toEqual(['01 0.9']);
    expect(
      scores('company', acme, { name: 'Acme Holding', domain: 'eu.acme.example', parentId: '0' }),
    ).toEqual([]);
  });
});

it('what very many share is reported and not compared', () => {
  const many = Array.from({ length: MOST_IN_BLOCK + 1 }, (_, at) => ({
    name: `Guest ${at}`,
    otherEmails: ['info@acme.example'],
  }));
  expect(compared('contact', many)).toEqual({
    pairs: [],
    tooMany: [{ key: 'mail info@acme.example', count: MOST_IN_BLOCK + 1 }],
  });
  expect(compared('contact', many.slice(0, 3)).pairs).toHaveLength(3);
});
