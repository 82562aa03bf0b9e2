import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { expect, it } from 'vitest';
import { conditionText, relativeTime, valuedByConditions } from './condition-text.ts';
import { Kinds } from './kinds.ts';
import { aField, aKind } from './testing.ts';

const person = aKind('person', {
  fields: [
    aField('city', { label: 'City' }),
    aField('ownerId', { label: 'Owner', ref: 'user' }),
    aField('firmId', { label: 'Firm', ref: 'firm' }),
    aField('worth', { label: 'Worth', kind: 'number', format: 'money' }),
    aField('metAt', { label: 'Met', kind: 'date' }),
  ],
});
const kinds = new Kinds([
  person,
  aKind('firm', { fields: [aField('city', { label: 'City' })] }),
  aKind('user'),
]);
const style = { locale: 'en-US', timeZone: 'UTC', currency: 'USD', names: new Map([['u1', 'Bea']]) };

it.each<[Condition, string]>([
  [{ field: 'city', op: 'in', value: ['Rome', 'Oslo'] }, 'City is Rome or Oslo'],
  [{ field: 'ownerId', op: 'is_empty' }, 'Owner is empty'],
  [{ field: 'ownerId', op: 'eq', value: 'u1' }, 'Owner is Bea'],
  [{ field: 'worth', op: 'gt', value: 2_000_000 }, 'Worth over $20,000'],
  [{ field: 'metAt', op: 'lt', value: 'now-30d' }, 'Met before 30 days ago'],
  [{ field: 'createdAt', op: 'gte', value: 'today' }, 'Created from today'],
  [
    { field: 'firmId', op: 'is_set', where: [{ field: 'city', op: 'eq', value: 'Rome' }] },
    'with firm (City is Rome)',
  ],
  [{ field: 'firms', op: 'gt', value: 2 }, 'firms over 2'],
])('says %j', (condition, words) => {
  expect(conditionText(kinds, 'person', condition, style)).toBe(words);
});

it('knows which records a filter names', () => {
  const conditions: Condition[] = [
    { field: 'ownerId', op: 'eq', value: 'u1' },
    { field: 'city', op: 'eq', value: 'Rome' },
  ];
  expect(valuedByConditions(kinds, 'person', conditions)).toEqual([
    { kind: 'person', values: { ownerId: 'u1' } },
  ]);
});

it('takes no day of the calendar for a relative time', () => {
  expect(relativeTime('2026-03-01')).toBeUndefined();
  expect(relativeTime('today+1w')).toBe('in 1 week');
});
