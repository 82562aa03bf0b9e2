import type { IndexSpec } from '../storage/catalog-types.ts';
import type { Collection } from '../storage/collection.ts';
import { afterPrefix, encodeValue } from '../storage/key-encoding.ts';
import type { KeyRange } from '../storage/store.ts';
import { recordIdOf } from '../storage/table-keys.ts';
import { getAt } from '../update/update-path.ts';
import { type Doc, decode } from '../values/doc.ts';
import { type Condition, conditionsOf } from './conditions.ts';
import { compileFilter } from './filter.ts';
import { indexBoundsOf } from './index-bounds.ts';
import { isUsable } from './planner.ts';
import { checkDeadline } from './visit-all.ts';

/**
 * The distinct values of a field, in order, by jumping from each value to the next in an index that begins with the
 * filter's equalities and goes on with the field.
 *
 * @returns undefined when no index can tell
 * @throws MongoError 50 after the deadline (milliseconds since 1970)
 */
export function distinctFromIndex(
  collection: Collection,
  filter: Doc,
  path: string,
  deadline: number | undefined,
): unknown[] | undefined {
  compileFilter(filter);
  const conditions = conditionsOf(filter);
  for (const index of collection.spec.indexes) {
    const range = rangeFor(index, conditions, path);
    if (range) return jump(collection, index, range, path, deadline);
  }
  return undefined;
}

function rangeFor(index: IndexSpec, conditions: readonly Condition[], path: string): KeyRange | undefined {
  if (index.isSparse || index.isHidden || index.hasCutKeys || index.multikey.includes(true)) return undefined;
  if (!isUsable(index, conditions)) return undefined;
  const bounds = indexBoundsOf(index, conditions);
  const isWhole = bounds.covered.length === conditions.length && bounds.fixedFields === bounds.boundedFields;
  const isNext = index.fields[bounds.boundedFields]?.path === path;
  return isWhole && isNext && bounds.ranges.length === 1 ? bounds.ranges[0] : undefined;
}

function jump(
  collection: Collection,
  index: IndexSpec,
  range: KeyRange,
  path: string,
  deadline: number | undefined,
): unknown[] {
  const { store } = collection;
  const field = index.fields.find((one) => one.path === path);
  const steps = path.split('.');
  const values: unknown[] = [];
  const left = { ...range };
  for (;;) {
    checkDeadline(deadline);
    const [entry] = store.entries(left, 1);
    const bytes = entry && collection.record(recordIdOf(entry.value));
    if (!bytes) break;
    const value = getAt(decode(bytes), steps);
    const prefix = Buffer.concat([range.start, encodeValue(value, field?.direction)]);
    const end = afterPrefix(prefix) ?? range.end;
    if (value !== undefined || hasNull(collection, { start: prefix, end }, steps)) values.push(value ?? null);
    left.start = end;
  }
  return field?.direction === -1 ? values.reverse() : values;
}

/** Null and missing have the same key; only null is a value. */
function hasNull(collection: Collection, range: KeyRange, steps: string[]): boolean {
  return collection.store.entries(range, Number.MAX_SAFE_INTEGER).some(({ value }) => {
    const bytes = collection.record(recordIdOf(value));
    return bytes !== undefined && getAt(decode(bytes), steps) === null;
  });
}
