import type { IndexSpec } from '../storage/catalog-types.ts';
import type { Collection } from '../storage/collection.ts';
import type { KeyRange } from '../storage/store.ts';
import type { Doc } from '../values/doc.ts';
import { type Condition, conditionsOf } from './conditions.ts';
import { impliesFilter, isAboutPresentValue } from './implies.ts';
import { type IndexBounds, indexBoundsOf } from './index-bounds.ts';
import type { SortSpec } from './sort.ts';

/** Entries counted of each candidate before one is chosen. */
const PROBE = 128;

export interface Plan {
  /** Undefined: every record is read, in order of insertion. */
  index?: IndexSpec;
  ranges: KeyRange[];
  isReverse: boolean;
  /** What the bounds do not already guarantee; undefined when they guarantee everything. */
  residual: Doc | undefined;
  /** Whether the records come in the wanted order. */
  givesSort: boolean;
}

export interface PlanQuery {
  filter: Doc;
  sort?: SortSpec | undefined;
  limit?: number | undefined;
  /** Only this index, or `$natural`. */
  hint?: IndexSpec | '$natural' | undefined;
}

interface Candidate {
  index: IndexSpec;
  bounds: IndexBounds;
  givesSort: boolean;
  isReverse: boolean;
}

/** Chooses how to read the records of a query: by `_id`, by the index that reads the least, or all of them. */
export function planQuery(collection: Collection, query: PlanQuery): Plan {
  const conditions = conditionsOf(query.filter);
  const sort = query.sort ?? [];
  const scan: Plan = {
    ranges: [],
    isReverse: false,
    residual: Object.keys(query.filter).length === 0 ? undefined : query.filter,
    givesSort: sort.length === 0,
  };
  if (query.hint === '$natural') return scan;
  const indexes = query.hint ? [query.hint] : collection.spec.indexes.filter((index) => !index.isHidden);
  const candidates: Candidate[] = [];
  for (const index of indexes) {
    if (!query.hint && !isUsable(index, conditions)) continue;
    const bounds = indexBoundsOf(index, conditions);
    const order = sortDirection(index, bounds, sort);
    const candidate = { index, bounds, givesSort: order !== undefined, isReverse: order === -1 };
    if (isOneRecord(candidate)) return planOf(candidate, conditions);
    const isWorthIt = bounds.boundedFields > 0 || (sort.length > 0 && order !== undefined) || query.hint;
    if (isWorthIt) candidates.push(candidate);
  }
  const chosen =
    candidates.length === 1 ? candidates[0] : cheapest(collection, candidates, query, conditions);
  return chosen ? planOf(chosen, conditions) : scan;
}

function isUsable(index: IndexSpec, conditions: readonly Condition[]): boolean {
  if (index.partialFilter && !impliesFilter(conditions, index.partialFilter)) return false;
  if (!index.isSparse) return true;
  return conditions.some(
    (condition) =>
      isAboutPresentValue(condition) && index.fields.some((field) => field.path === condition.path),
  );
}

function isOneRecord({ index, bounds }: Candidate): boolean {
  return (
    index.isUnique &&
    bounds.arePoints &&
    bounds.fixedFields === index.fields.length &&
    !index.multikey.includes(true)
  );
}

/**
 * Whether reading the index forwards (1) or backwards (-1) gives the order; undefined when neither does.
 *
 * Fields bound to one value do not matter. A multikey field gives no order: a document stands there several times.
 */
function sortDirection(index: IndexSpec, bounds: IndexBounds, sort: SortSpec): 1 | -1 | undefined {
  if (sort.length === 0) return 1;
  if (index.hasCutKeys || (bounds.arePoints && bounds.boundedFields > bounds.fixedFields)) return undefined;
  if (!bounds.arePoints && bounds.boundedFields > bounds.fixedFields + 1) return undefined;
  const fixed = new Set(
    index.fields.slice(0, bounds.fixedFields).flatMap(({ path }, i) => (index.multikey[i] ? [] : [path])),
  );
  let direction: 1 | -1 | undefined;
  let at = bounds.fixedFields;
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

function cheapest(
  collection: Collection,
  candidates: Candidate[],
  query: PlanQuery,
  conditions: readonly Condition[],
): Candidate | undefined {
  let best: { candidate: Candidate; cost: number } | undefined;
  for (const candidate of candidates) {
    let reads = 0;
    for (const range of candidate.bounds.ranges) {
      reads += collection.store.count(range, PROBE - reads);
      if (reads >= PROBE) break;
    }
    // a probe that was cut short says "many": more bounded fields are then the better guess
    if (reads >= PROBE) reads = PROBE * (1 + 8 / (1 + candidate.bounds.boundedFields));
    let cost = reads;
    if (!candidate.givesSort) cost *= 1.5;
    else if (query.limit && query.sort?.length) {
      const isCovered = candidate.bounds.covered.length === conditions.length;
      cost = Math.min(cost, query.limit * (isCovered ? 1 : 8));
    }
    cost -= candidate.bounds.boundedFields * 0.01;
    if (!best || cost < best.cost) best = { candidate, cost };
  }
  return best?.candidate;
}

function planOf({ index, bounds, givesSort, isReverse }: Candidate, conditions: readonly Condition[]): Plan {
  const rest = conditions.filter(
    (condition) => !bounds.covered.includes(condition) && Object.keys(condition.source).length > 0,
  );
  return {
    index,
    ranges: isReverse ? bounds.ranges.toReversed() : bounds.ranges,
    isReverse,
    residual:
      rest.length === 0
        ? undefined
        : rest.length === 1
          ? rest[0]?.source
          : { $and: rest.map((c) => c.source) },
    givesSort,
  };
}
