import type { IndexSpec } from '../storage/catalog-types.ts';
import { afterPrefix, CUT_AT_BYTES } from '../storage/key-encoding.ts';
import type { KeyRange } from '../storage/store.ts';
import { tableKey } from '../storage/table-keys.ts';
import { boundsOf, type FieldBounds, type Segment } from './bounds.ts';
import type { Condition } from './conditions.ts';

/** More ranges than this are not worth their bookkeeping; the fields after them are then not bounded. */
const MAX_RANGES = 4_000;

export interface IndexBounds {
  /** Disjoint, in key order. */
  ranges: KeyRange[];
  /** How many of the index's fields are bounded. */
  boundedFields: number;
  /** How many leading fields are bound to one value each. */
  fixedFields: number;
  /** Every bounded field is bound to single values. */
  arePoints: boolean;
  covered: Condition[];
}

/** More ways than this of bounding one index are not looked at. */
const MAX_WAYS = 8;

/**
 * The conditions that an index may be bounded by, in each way there is: of several on one multikey field only one can be
 * used, as another item of the array may meet each, and which of them leaves the least to read depends on the values.
 */
export function waysToBound(index: IndexSpec, conditions: readonly Condition[]): Array<readonly Condition[]> {
  const path = index.fields.find(
    ({ path: own }, i) => index.multikey[i] && boundable(conditions, own).length > 1,
  )?.path;
  if (path === undefined) return [conditions];
  return boundable(conditions, path)
    .slice(0, MAX_WAYS)
    .map((chosen) => conditions.filter((one) => one.path !== path || one === chosen));
}

const boundable = (conditions: readonly Condition[], path: string): Condition[] =>
  conditions.filter((condition) => condition.path === path && boundsOf([condition], 1, true) !== undefined);

/** The key ranges of an index in which every document that meets the conditions has an entry. */
export function indexBoundsOf(index: IndexSpec, conditions: readonly Condition[]): IndexBounds {
  let prefixes: Buffer[] = [Buffer.alloc(0)];
  let segments: Segment[] | undefined;
  const bounds = { boundedFields: 0, fixedFields: 0, arePoints: true, covered: [] as Condition[] };
  const arrayRoots = new Set<string>();
  for (const [i, field] of index.fields.entries()) {
    const root = field.path.split('.')[0] as string;
    const isMultikey = index.multikey[i] === true;
    // two paths through one array may be met by different items
    if (isMultikey && arrayRoots.has(root)) break;
    if (isMultikey) arrayRoots.add(root);
    const found = boundsOfField(conditions, field, isMultikey);
    if (!found || prefixes.length * found.segments.length > MAX_RANGES) break;
    bounds.boundedFields++;
    bounds.covered.push(...found.covered);
    if (!found.arePoints) {
      bounds.arePoints = false;
      segments = found.segments;
      break;
    }
    if (found.segments.length === 1 && bounds.fixedFields === i) bounds.fixedFields++;
    prefixes = prefixes.flatMap((prefix) =>
      found.segments.map((segment) => Buffer.concat([prefix, segment.start])),
    );
  }
  const raw = segments
    ? prefixes.flatMap((prefix) => (segments as Segment[]).map((segment) => within(prefix, segment)))
    : prefixes.map((prefix) => ({ start: prefix, end: afterPrefix(prefix) }));
  const isCut = raw.some(
    ({ start, end }) => start.length > CUT_AT_BYTES || (end?.length ?? 0) > CUT_AT_BYTES,
  );
  if (isCut || index.hasCutKeys) bounds.covered = [];
  return { ...bounds, ranges: merge(raw.map((range) => ofTable(index.table, range))) };
}

type Found = Map<string, FieldBounds | undefined>;

/** Most indexes of a collection begin with the same fields. */
const known = new WeakMap<readonly Condition[], Found>();

function boundsOfField(
  conditions: readonly Condition[],
  { path, direction }: IndexSpec['fields'][number],
  isMultikey: boolean,
): FieldBounds | undefined {
  const found: Found = known.get(conditions) ?? new Map();
  known.set(conditions, found);
  const key = `${direction} ${isMultikey} ${path}`;
  if (!found.has(key)) {
    const own = conditions.filter((condition) => condition.path === path);
    found.set(key, boundsOf(own, direction, isMultikey));
  }
  return found.get(key);
}

function within(prefix: Buffer, { start, end }: Segment): Segment {
  return {
    start: Buffer.concat([prefix, start]),
    end: end ? Buffer.concat([prefix, end]) : afterPrefix(prefix),
  };
}

/** Long bounds are cut as long keys are, and widened to all keys with that beginning. */
function ofTable(table: number, { start, end }: Segment): KeyRange {
  const cutEnd = end && end.length > CUT_AT_BYTES ? afterPrefix(end.subarray(0, CUT_AT_BYTES)) : end;
  return {
    start: tableKey(table, start.subarray(0, CUT_AT_BYTES)),
    end: cutEnd ? tableKey(table, cutEnd) : tableKey(table + 1, Buffer.alloc(0)),
  };
}

function merge(ranges: KeyRange[]): KeyRange[] {
  const sorted = ranges
    .filter((range) => Buffer.compare(range.start, range.end) < 0)
    .sort((a, b) => Buffer.compare(a.start, b.start));
  const merged: KeyRange[] = [];
  for (const range of sorted) {
    const last = merged.at(-1);
    if (last && Buffer.compare(range.start, last.end) < 0) {
      if (Buffer.compare(range.end, last.end) > 0) last.end = range.end;
    } else merged.push({ ...range });
  }
  return merged;
}
