import { expect, it } from 'vitest';
import { afterMark, encodeCursor, parseSort, readCursor, type Sort } from './page.ts';

const sortBy = (text: string, kind: 'string' | 'date' | 'object' = 'string', isList = false) =>
  parseSort(text, (path) => ({ path, kind, isList }));
const sort = sortBy('-city');
const onward = (record: Record<string, unknown>, by: Sort) =>
  afterMark(readCursor(encodeCursor(record, by, false), by), by);

it('a cursor leads on from its record, with missing values at the end of a descending order', () => {
  expect(onward({ _id: 'b', city: 'Oslo' }, sort)).toEqual({
    $or: [{ city: { $lt: 'Oslo' } }, { city: 'Oslo', _id: { $lt: 'b' } }, { city: null }],
  });
  expect(onward({ _id: 'b' }, sort)).toEqual({ city: null, _id: { $lt: 'b' } });
});

it('a cursor finds the value of a field within another', () => {
  const bySeats = sortBy('customFields.seats');
  expect(onward({ _id: 'b', customFields: { seats: 5 } }, bySeats)).toEqual({
    $or: [{ 'customFields.seats': { $gt: 5 } }, { 'customFields.seats': 5, _id: { $gt: 'b' } }],
  });
});

it('a date survives the way through the cursor', () => {
  const byDate = sortBy('createdAt', 'date');
  const at = new Date('2026-01-02T03:04:05Z');
  expect(onward({ _id: 'a', createdAt: at }, byDate)).toEqual({
    $or: [{ createdAt: { $gt: at } }, { createdAt: at, _id: { $gt: 'a' } }],
  });
});

it('a cursor that is not ours is refused, also one that smuggles an operator', () => {
  const forged = (mark: object) =>
    Buffer.from(JSON.stringify({ s: '-city', v: 'Oslo', id: 'x', ...mark })).toString('base64url');
  expect(readCursor(forged({}), sort)).toEqual({ value: 'Oslo', id: 'x', withTypos: false });
  const marks = [
    { v: { $ne: 1 } },
    { v: ['a'] },
    { v: 5 },
    { d: true, v: 0 },
    { d: true },
    { id: '' },
    { id: { $gt: '' } },
    { s: 'city' },
    { more: 1 },
  ];
  for (const cursor of ['nonsense', '', ...marks.map(forged)])
    expect(() => readCursor(cursor, sort), cursor).toThrow(/cursor/);
});

it('a cursor of one order is none of another, nor one whose value its field cannot have', () => {
  const byDate = sortBy('-createdAt', 'date');
  const cursor = (mark: object) =>
    Buffer.from(JSON.stringify({ s: '-createdAt', id: 'x', ...mark })).toString('base64url');
  expect(() => readCursor(encodeCursor({ _id: 'b', city: 'Oslo' }, sort, false), byDate)).toThrow(/cursor/);
  for (const mark of [{ v: 'abc' }, { v: 5 }, { v: 'abc', d: true }, { v: 9e15, d: true }])
    expect(() => readCursor(cursor(mark), byDate), JSON.stringify(mark)).toThrow(/cursor/);
});

it('lists and objects give no order', () => {
  expect(() => sortBy('tags', 'string', true)).toThrow(/Cannot sort/);
  expect(() => sortBy('value', 'object')).toThrow(/Cannot sort/);
});
