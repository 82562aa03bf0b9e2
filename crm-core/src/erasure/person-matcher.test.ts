import { expect, it } from 'vitest';
import { PersonMatcher } from './person-matcher.ts';

const ID = '65f0a1b2c3d4e5f601234567';
const jane = new PersonMatcher({
  contactIds: [ID],
  emails: ['jane.doe@acme.example', 'j@münchen.example'],
  phones: ['+4930123456', '+14155550100 ext. 12'],
  names: ['Zoë Doe'],
});

it.each([
  ['Write to Jane.Doe@ACME.example.', 'Write to [erased].'],
  ['<mailto:jane.doe%40acme.example?x>', '<mailto:[erased]?x>'],
  ['j@xn--mnchen-3ya.example or j@münchen.example', '[erased] or [erased]'],
  ['call +49 30 123456, or 030/12 34 56', 'call [erased], or [erased]'],
  ['0049 (30) 123-456 (415) 555-0100', '[erased] [erased]'],
  [`/records/contacts/${ID}?tab=1`, '/records/contacts/[erased]?tab=1'],
  ['zoe  doe and Doe, Zoë', '[erased] and [erased]'],
])('takes the person out of %j', (text, without) => {
  expect(jane.erase(text)).toBe(without);
  expect(jane.find(text)).toBeDefined();
  expect(jane.find(without)).toBeUndefined();
});

it.each([
  'mary.jane.doe@acme.example',
  'jane.doe@acme.example.org',
  'jane.doe@acme.examples',
  '+49 30 1234567',
  'order 9493012345600',
  'Zoë Doerfler and Chloe Doe',
  '65f0a1b2c3d4e5f601234568',
  'a65f0a1b2c3d4e5f601234567',
])('leaves what is somebody else: %s', (text) => {
  expect(jane.erase(text)).toBe(text);
  expect(jane.find(text)).toBeUndefined();
});

it('tells a bare name from what is surely the person', () => {
  expect(jane.find('Lunch with Zoe Doe')).toBe('name');
  expect(jane.find('Lunch with Zoe Doe, jane.doe@acme.example')).toBe('key');
  expect(jane.isKey('Zoe Doe')).toBe(false);
  expect(jane.is('zoë doe')).toBe(true);
});
