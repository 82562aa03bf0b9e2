import { describe, expect, it } from 'vitest';
import type { IndexSpec } from '../storage/catalog-types.ts';
import { encodeValue } from '../storage/key-encoding.ts';
import { tableKey } from '../storage/table-keys.ts';
import type { Doc } from '../values/doc.ts';
import { conditionsOf } from './conditions.ts';
import { impliesFilter } from './implies.ts';
import { indexBoundsOf } from './index-bounds.ts';

const anIndex = (fields: Record<string, 1 | -1>, options: Partial<IndexSpec> = {}): IndexSpec => ({
  table: 7,
  name: 'index',
  fields: Object.entries(fields).map(([path, direction]) => ({ path, direction })),
  isUnique: false,
  isSparse: false,
  multikey: Object.keys(fields).map(() => false),
  hasCutKeys: false,
  ...options,
});

const bounds = (index: IndexSpec, filter: Doc) => indexBoundsOf(index, conditionsOf(filter));

/** Whether the key of these values lies within the ranges. */
function holds(index: IndexSpec, filter: Doc, values: unknown[]): boolean {
  const parts = values.map((value, i) => encodeValue(value, index.fields[i]?.direction));
  const key = tableKey(index.table, Buffer.concat(parts));
  return bounds(index, filter).ranges.some(
    ({ start, end }) => Buffer.compare(key, start) >= 0 && Buffer.compare(key, end) < 0,
  );
}

describe('index bounds', () => {
  it('use equalities first, then one range', () => {
    const index = anIndex({ a: 1, b: -1, c: 1 });
    const filter = { a: 1, b: { $gt: 3, $lte: 6 }, c: 9 };
    expect(bounds(index, filter)).toMatchObject({ boundedFields: 2, fixedFields: 1 });
    expect([3, 4, 6, 7].map((b) => holds(index, filter, [1, b, 9]))).toEqual([false, true, true, false]);
    expect(holds(index, filter, [2, 4, 9])).toBe(false);
  });

  it('make one range of each value of $in', () => {
    const index = anIndex({ a: 1, b: 1 });
    expect(bounds(index, { a: { $in: [3, 1, 1] }, b: 2 }).ranges).toHaveLength(2);
  });

  it('stay within the type of a comparison', () => {
    const index = anIndex({ a: 1 });
    expect([4, 'text', null, true].map((a) => holds(index, { a: { $lt: 5 } }, [a]))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('take only one condition of a multikey field, as others may be met by other items', () => {
    const index = anIndex({ a: 1 }, { multikey: [true] });
    expect(holds(index, { a: { $gt: 8, $lt: 2 } }, [9])).toBe(true);
    expect(bounds(anIndex({ a: 1 }), { a: { $gt: 8, $lt: 2 } }).ranges).toEqual([]);
  });

  it('do not combine two paths through the same array', () => {
    const index = anIndex({ 'a.b': 1, 'a.c': 1 }, { multikey: [true, true] });
    expect(bounds(index, { 'a.b': 1, 'a.c': 2 }).boundedFields).toBe(1);
  });

  it('leave a condition to be tested that they do not guarantee', () => {
    const index = anIndex({ a: 1 });
    expect(bounds(index, { a: null }).covered).toEqual([]);
    expect(bounds(index, { a: [1] }).covered).toEqual([]);
    expect(bounds(index, { a: /^abc$/ }).covered).toEqual([]);
    expect(bounds(index, { a: /^abc/ }).covered).toHaveLength(1);
    expect(bounds(index, { a: 5 }).covered).toHaveLength(1);
  });

  it('start where the branches of a paging condition start', () => {
    const index = anIndex({ w: 1, a: 1, _id: 1 });
    const filter = { w: 'x', $or: [{ a: { $gt: 5 } }, { a: 5, _id: { $gt: 'm' } }] };
    expect([4, 5, 6].map((a) => holds(index, filter, ['x', a, 'z']))).toEqual([false, true, true]);
  });
});

describe('a partial index', () => {
  const filter = { isDeleted: false, email: { $exists: true } };

  it('serves a query that implies its filter', () => {
    expect(impliesFilter(conditionsOf({ isDeleted: false, email: 'x' }), filter)).toBe(true);
    expect(
      impliesFilter(conditionsOf({ $and: [{ isDeleted: false }, { email: { $in: ['x', 'y'] } }] }), filter),
    ).toBe(true);
  });

  it('does not serve a query that may want documents outside it', () => {
    expect(impliesFilter(conditionsOf({ email: 'x' }), filter)).toBe(false);
    expect(impliesFilter(conditionsOf({ isDeleted: false, email: null }), filter)).toBe(false);
    expect(impliesFilter(conditionsOf({ isDeleted: { $ne: true }, email: 'x' }), filter)).toBe(false);
  });

  it('with a range serves narrower ranges only', () => {
    const range = { score: { $gte: 10 } };
    expect(impliesFilter(conditionsOf({ score: { $gt: 20 } }), range)).toBe(true);
    expect(impliesFilter(conditionsOf({ score: 10 }), range)).toBe(true);
    expect(impliesFilter(conditionsOf({ score: { $gt: 5 } }), range)).toBe(false);
    expect(impliesFilter(conditionsOf({ score: { $gte: 'x' } }), range)).toBe(false);
  });
});
