import { expect, it } from 'vitest';
import { afterCursor, encodeCursor, parseSort } from './page.ts';

const sort = parseSort('-city', () => true);

it('a cursor leads on from its record, with missing values at the end of a descending order', () => {
  const cursor = encodeCursor({ _id: 'b', city: 'Oslo' }, sort);
  expect(afterCursor(cursor, sort)).toEqual({
    $or: [{ city: { $lt: 'Oslo' } }, { city: 'Oslo', _id: { $lt: 'b' } }, { city: null }],
  });
  expect(afterCursor(encodeCursor({ _id: 'b' }, sort), sort)).toEqual({ city: null, _id: { $lt: 'b' } });
});

it('a date survives the way through the cursor', () => {
  const byDate = parseSort('createdAt', () => true);
  const at = new Date('2026-01-02T03:04:05Z');
  expect(afterCursor(encodeCursor({ _id: 'a', createdAt: at }, byDate), byDate)).toEqual({
    $or: [{ createdAt: { $gt: at } }, { createdAt: at, _id: { $gt: 'a' } }],
  });
});

it('a cursor that is not ours is refused, also one that smuggles an operator', () => {
  const forged = Buffer.from(JSON.stringify({ v: { $ne: 1 }, id: 'x' })).toString('base64url');
  expect(() => afterCursor('nonsense', sort)).toThrow(/cursor/);
  expect(() => afterCursor(forged, sort)).toThrow(/cursor/);
  expect(() => parseSort('secret', (field) => field === 'name')).toThrow(/Cannot sort/);
});
