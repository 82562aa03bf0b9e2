import { expect, it } from 'vitest';
import { controlOf, inputOf, readInput, rowsOf } from './field-input.ts';
import { aField } from './testing.ts';

const terms = { currency: 'EUR', timeZone: 'America/New_York' };

it.each([
  ['an amount', { kind: 'number', format: 'money' } as const, 125_050, '1250.5'],
  ['a share', { kind: 'number', format: 'percent' } as const, 0.29, '29'],
  ['a number', { kind: 'number' }, 42, '42'],
  ['a list', { kind: 'array', element: 'string' }, ['a', 'b'], 'a, b'],
  ['a list of numbers', { kind: 'array', element: 'number' }, [30, 60], '30, 60'],
  ['a day', { kind: 'day' }, '2026-03-31', '2026-03-31'],
  ['a time in winter', { kind: 'date', hasTime: true }, '2026-01-31T15:00:00.000Z', '2026-01-31T10:00'],
  ['a time in summer', { kind: 'date', hasTime: true }, '2026-07-31T14:30:00.000Z', '2026-07-31T10:30'],
  ['a yes', { kind: 'boolean' }, false, 'false'],
])('%s stands in its control as people write it, and is read as it was', (_, values, stored, typed) => {
  const field = aField('any', values);
  expect(inputOf(field, stored, terms)).toBe(typed);
  expect(readInput(field, typed, terms)).toEqual({ value: stored });
});

it('an amount has the digits of its currency', () => {
  const amount = aField('amount', { kind: 'number', format: 'money' });
  expect(readInput(amount, '1,250', { ...terms, currency: 'JPY' })).toEqual({ value: 1250 });
});

it('nothing clears a field, unless a record needs it', () => {
  expect(readInput(aField('city'), '  ', terms)).toEqual({ value: null });
  expect(readInput(aField('name', { isRequired: true }), '', terms)).toEqual({ problem: 'is missing' });
});

it('what is no number and no date is said to be none', () => {
  expect(readInput(aField('n', { kind: 'number' }), 'many', terms)).toEqual({ problem: 'is not a number' });
  expect(readInput(aField('at', { kind: 'date', hasTime: true }), 'soon', terms)).toEqual({
    problem: 'is not a date',
  });
});

it('a clock hour that is left out when the clocks go forward is an instant all the same', () => {
  const at = readInput(aField('at', { kind: 'date', hasTime: true }), '2026-03-08T02:30', terms);
  expect(at).toEqual({ value: expect.stringMatching(/^2026-03-08T0[67]:30/) });
});

const PRICED = aField('lines', {
  kind: 'array',
  element: 'object',
  rows: [
    aField('text', { isRequired: true }),
    aField('price', { kind: 'number', format: 'money', isRequired: true }),
    aField('isOptional', { kind: 'boolean' }),
  ],
});

it('a table stands in the controls of its rows, and is read as it was; an empty row is none', () => {
  const stored = [
    { text: 'Licence', price: 120_000, isOptional: true },
    { text: 'Set-up', price: 50 },
  ];
  const typed = inputOf(PRICED, stored, terms);
  expect(rowsOf(typed)[0]).toEqual({ text: 'Licence', price: '1200', isOptional: 'true' });
  expect(readInput(PRICED, typed, terms)).toEqual({ value: stored });
  const longer = JSON.stringify([...rowsOf(typed), { text: ' ' }]);
  expect(readInput(PRICED, longer, terms)).toEqual({ value: stored });
});

it('what is wrong in a table is said of its row', () => {
  const rows = [{ text: 'Licence', price: '12' }, { price: 'much' }];
  expect(readInput(PRICED, JSON.stringify(rows), terms)).toEqual({
    problem: 'Row 2: text is missing, price is not a number.',
  });
  expect(readInput(PRICED, '', terms)).toEqual({ problem: 'need at least one row' });
});

it('has a control for what people fill in, and none for the rest', () => {
  expect(controlOf(aField('companyId', { ref: 'company' }))).toBe('record');
  expect(controlOf(aField('stageId', { ref: 'x', part: { of: 'pipeline', list: 'stages' } }))).toBe('part');
  expect(controlOf(aField('stages', { kind: 'array', element: 'object' }))).toBeUndefined();
  expect(controlOf(aField('notes', { format: 'longtext' }))).toBe('longtext');
});
