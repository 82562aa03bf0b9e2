import { expect, it } from 'vitest';
import { committeeGaps } from './committee-gaps.ts';
import { suggestedRole } from './suggested-role.ts';

it.each([
  ['CFO', 'economic_buyer'],
  ['Chief Technology Officer, CTO', 'technical'],
  ['Head of Purchasing', 'decision_maker'],
  ['General Counsel', 'legal'],
  ['Team lead', 'influencer'],
  ['Nurse', 'user'],
  [undefined, undefined],
])('a %s is suggested as %s', (title, role) => {
  expect(suggestedRole(title)).toBe(role);
});

const now = new Date('2026-11-29T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const member = (contactId: string, role: 'champion' | 'economic_buyer') => ({
  contactId,
  role,
  source: 'Sam',
});

it('names what is missing, one contact, and a champion who has been silent for more than 30 days', () => {
  const vera = { id: 'v', name: 'Vera', lastContactedAt: daysAgo(31) };
  expect(committeeGaps([member('v', 'champion')], [vera], now)).toEqual([
    'nobody is known as the economic buyer',
    'only one contact is known there',
    'the champion Vera has been silent for 30 days',
  ]);
  const ada = { id: 'a', name: 'Ada', lastContactedAt: daysAgo(2) };
  const all = [member('v', 'economic_buyer'), member('a', 'champion')];
  expect(committeeGaps(all, [vera, ada], now)).toEqual([]);
});
