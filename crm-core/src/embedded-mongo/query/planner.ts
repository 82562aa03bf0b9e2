import type { IndexSpec } from '../storage/catalog-types.ts';
import type { Collection } from '../storage/collection.ts';
import { CUT_AT_BYTES } from '../storage/key-encoding.ts';
import type { KeyRange } from '../storage/store.ts';
import type { Doc } from '../values/doc.ts';
import { type Condition, conditionsOf } from './conditions.ts';
import { impliesFilter, isAboutPresentValue } from './implies.ts';
import { type IndexBounds, indexBoundsOf, waysToBound } from './index-bounds.ts';
import { type IndexOrder, orderOf } from './index-order.ts';
import { cheapest, readsOf } from './plan-cost.ts';
import type { SortSpec } from './sort.ts';

/** More branches of an `$or` than this are tested instead. */
const MAX_BRANCHES = 32;

export interface Plan {
  /** Undefined: every record is read, in order of insertion. */
  index?: IndexSpec;
  ranges: KeyRange[];
  isReverse: boolean;
  /** What the bounds do not already guarantee; undefined when they guarantee everything. */
  residual: Doc | undefined;
  /** Whether the records come in the wanted order. */
  givesSort: boolean;
  /** The ranges are read side by side, in the order of what follows the values that each begins with. */
  isMerged?: boolean;
  /** The range is one key, which can be read directly. */
  isOneKey?: boolean;
  /** Instead of an index: the records of any of these plans, each once. */
  union?: Plan[];
}

/** Only this index, or none: all records in the order of insertion, or the other way round. */
export type Hint = IndexSpec | '$natural' | '-$natural';

export interface PlanQuery {
  filter: Doc;
  sort?: SortSpec | undefined;
  limit?: number | undefined;
  hint?: Hint | undefined;
}

export interface Candidate {
  index: IndexSpec;
  bounds: IndexBounds;
  order: IndexOrder | undefined;
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
  if (query.hint === '-$natural') return { ...scan, isReverse: true };
  const indexes = query.hint ? [query.hint] : collection.spec.indexes.filter((index) => !index.isHidden);
  const candidates: Candidate[] = [];
  for (const index of indexes) {
    if (!query.hint && !isUsable(index, conditions)) continue;
    for (const chosen of waysToBound(index, conditions)) {
      const bounds = indexBoundsOf(index, chosen);
      const order = orderOf(index, bounds, sort);
      const candidate = { index, bounds, order };
      if (isOneRecord(candidate))
        return { ...planOf(candidate, conditions), isOneKey: isWholeKey(candidate) };
      const isWorthIt = bounds.boundedFields > 0 || (sort.length > 0 && order !== undefined) || query.hint;
      if (isWorthIt) candidates.push(candidate);
    }
  }
  const chosen = cheapest(collection, candidates, query, conditions);
  const union =
    query.hint || sort.length > 0 ? undefined : unionOf(collection, query.filter, conditions, chosen?.cost);
  if (union) return union;
  return chosen ? planOf(chosen.candidate, conditions) : scan;
}

/** A plan that unites the plans of an `$or`'s branches, when an index serves each of them and they read less than `cost`. */
function unionOf(
  collection: Collection,
  filter: Doc,
  conditions: readonly Condition[],
  cost = Number.POSITIVE_INFINITY,
): Plan | undefined {
  const or = conditions.find(({ operator }) => operator === '$or')?.operand;
  if (!Array.isArray(or) || or.length > MAX_BRANCHES) return undefined;
  const others = conditions.filter(
    ({ operator, source }) => operator !== '$or' && Object.keys(source).length > 0,
  );
  const union: Plan[] = [];
  let reads = 0;
  for (const branch of or) {
    const plan = planQuery(collection, { filter: { $and: [branch, ...others.map(({ source }) => source)] } });
    if (!plan.index) return undefined;
    union.push(plan);
    if (cost === Number.POSITIVE_INFINITY) continue;
    reads += readsOf(collection, plan.ranges, Math.ceil(cost - reads));
    if (reads >= cost) return undefined;
  }
  return { ranges: [], isReverse: false, residual: filter, givesSort: true, union };
}

/** Whether the index holds every document that meets the conditions. */
export function isUsable(index: IndexSpec, conditions: readonly Condition[]): boolean {
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

function isWholeKey({ index, bounds }: Candidate): boolean {
  const [range] = bounds.ranges;
  return !index.hasCutKeys && range !== undefined && range.start.length < CUT_AT_BYTES;
}

function planOf({ index, bounds, order }: Candidate, conditions: readonly Condition[]): Plan {
  const rest = conditions.filter(
    (condition) => !bounds.covered.includes(condition) && Object.keys(condition.source).length > 0,
  );
  const isReverse = order?.direction === -1;
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
    givesSort: order !== undefined,
    ...(order?.isMerged && { isMerged: true }),
  };
}
