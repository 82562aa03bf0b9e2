import { expect, it } from 'vitest';
import { aField } from './testing.ts';
import { optionText, partKey, valueAt, valueText } from './value-text.ts';

const style = {
  locale: 'en-US',
  timeZone: 'America/Los_Angeles',
  currency: 'EUR',
  names: new Map([
    ['c1', 'Northwind'],
    ['new', 'New lead'],
    [partKey('p2', 'new'), 'To renew'],
  ]),
};
const text = (values: Parameters<typeof aField>[1], value: unknown, record = {}) =>
  valueText(aField('any', values), value, style, record);

it.each([
  [
    'money in the currency of the record',
    { format: 'money' } as const,
    125_050,
    { currency: 'USD' },
    '$1,250.50',
  ],
  ['money in the currency of the workspace', { format: 'money' } as const, 1_200_000, {}, '€12,000'],
  ['money without decimals', { format: 'money' } as const, 5_000, { currency: 'JPY' }, '¥5,000'],
  ['a percentage', { format: 'percent' } as const, 0.125, {}, '12.5%'],
  ['a number', {}, 12_345.678, {}, '12,345.68'],
  ['a day of the calendar', { kind: 'day' }, '2026-12-31', {}, 'Dec 31, 2026'],
  ['the day of an instant', { kind: 'date' }, '2026-12-31T07:59:00.000Z', {}, 'Dec 30, 2026'],
  ['a record by its name', { ref: 'company' }, 'c1', {}, 'Northwind'],
  ['a record whose name is on its way', { ref: 'company' }, 'c2', {}, '…'],
  ['an entry of whichever record', { part: { of: 'pipeline', list: 'stages' } }, 'new', {}, 'New lead'],
  [
    'an entry of its own record',
    { part: { of: 'pipeline', list: 'stages' } },
    'new',
    { pipelineId: 'p2' },
    'To renew',
  ],
  ['an option', { kind: 'enum' }, 'in_progress', {}, 'In progress'],
  [
    'an option of the workspace as it was written',
    { kind: 'enum', isOwn: true },
    'in_progress',
    {},
    'in_progress',
  ],
  ['a list', { kind: 'array' }, ['a', 'b'], {}, 'a, b'],
  ['yes and no', { kind: 'boolean' }, false, {}, 'No'],
  ['nothing', { kind: 'array' }, [], {}, '–'],
  ['an entry with a name', { kind: 'object' }, { name: 'Proposal', kind: 'open' }, {}, 'Proposal'],
])('words %s', (_, field, value, record, expected) => {
  expect(text(field, value, record)).toBe(expected);
});

it('shows the time of day where it matters', () => {
  expect(text({ kind: 'date', hasTime: true }, '2026-12-31T18:00:00.000Z')).toMatch(
    /^Dec 31, 2026, 10:00\sAM$/,
  );
});

it('shows the value of a field that is no more as it is', () => {
  expect(valueText(undefined, '2026-12-31', style)).toBe('2026-12-31');
});

it('writes abbreviations in capitals and words as words', () => {
  expect(['mql', 'A', 'won', 'todo'].map(optionText)).toEqual(['MQL', 'A', 'Won', 'Todo']);
});

it('reads the workspace’s own fields, and nothing that a record only inherits', () => {
  const record = { name: 'Fern', customFields: { soil: 'loam' } };
  expect(valueAt(record, 'customFields.soil')).toBe('loam');
  expect(valueAt(record, 'customFields.constructor')).toBeUndefined();
  expect(valueAt(record, 'constructor')).toBeUndefined();
  expect(valueAt(record, 'toString.name')).toBeUndefined();
});
