import type { IndexSpec } from '../storage/catalog-types.ts';
import type { IndexBounds } from './index-bounds.ts';
import type { SortSpec } from './sort.ts';

/** More ranges than this are sorted rather than merged. */
const MAX_MERGED = 64;

/** How an index is to be read so that its records come in the wanted order. */
export interface IndexOrder {
  direction: 1 | -1;
  /** Its ranges one after the other, or side by side, always the least of them next. */
  isMerged: boolean;
}

/** Undefined: no way of reading the index gives the order. */
export function orderOf(index: IndexSpec, bounds: IndexBounds, sort: SortSpec): IndexOrder | undefined {
  if (sort.length === 0) return { direction: 1, isMerged: false };
  if (index.hasCutKeys) return undefined;
  // the ranges are in key order, so one after the other they give the order of the fields that are not fixed
  const inTurn = directionFrom(index, bounds.fixedFields, bounds, sort);
  if (inTurn) return { direction: inTurn, isMerged: false };
  // each range holds one value of each bounded field and is ordered by the fields after those
  if (!bounds.arePoints || bounds.ranges.length > MAX_MERGED) return undefined;
  const sideBySide = directionFrom(index, bounds.boundedFields, bounds, sort);
  return sideBySide && { direction: sideBySide, isMerged: true };
}

/**
 * The direction in which the index's fields from `start` on are the sort's. Fields bound to one value do not matter; a
 * multikey field gives no order, as a document stands there several times.
 */
function directionFrom(
  index: IndexSpec,
  start: number,
  bounds: IndexBounds,
  sort: SortSpec,
): 1 | -1 | undefined {
  const fixed = new Set(
    index.fields.slice(0, bounds.fixedFields).flatMap(({ path }, i) => (index.multikey[i] ? [] : [path])),
  );
  let direction: 1 | -1 | undefined;
  let at = start;
  for (const wanted of sort) {
    if (fixed.has(wanted.path)) continue;
    const field = index.fields[at];
    if (!field || field.path !== wanted.path || index.multikey[at]) return undefined;
    const own = field.direction === wanted.direction ? 1 : -1;
    if (direction !== undefined && direction !== own) return undefined;
    direction = own;
    at++;
  }
  return direction ?? 1;
}
