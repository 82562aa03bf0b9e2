import type { Collection } from '../storage/collection.ts';
import type { KeyRange } from '../storage/store.ts';
import type { Condition } from './conditions.ts';
import type { Candidate, PlanQuery } from './planner.ts';

/** Entries counted of each candidate before one is chosen. */
const PROBE = 128;
/** Counted where each has more than that: an entry takes a third of a microsecond to count, a record ten to read and test. */
const FAR_PROBE = 2_048;
/** Records in the wanted order of which one is taken to match, where nothing more is known. */
const READ_FOR_ONE = 8;

export interface Chosen {
  candidate: Candidate;
  cost: number;
}

interface Probed {
  candidate: Candidate;
  reads: number;
}

/** Entries within the ranges, counted up to a limit. */
export function readsOf(collection: Collection, ranges: readonly KeyRange[], limit: number): number {
  let reads = 0;
  for (const range of ranges) {
    reads += collection.store.count(range, limit - reads);
    if (reads >= limit) break;
  }
  return reads;
}

/** The way of reading that reads the least, as far as counting a few entries tells. */
export function cheapest(
  collection: Collection,
  candidates: Candidate[],
  query: PlanQuery,
  conditions: readonly Condition[],
): Chosen | undefined {
  const [only] = candidates;
  const isAlone = candidates.length === 1 && !conditions.some(({ operator }) => operator === '$or');
  if (only && isAlone) return { candidate: only, cost: 0 };
  const different = candidates.filter((candidate, at) => !isMatched(candidate, candidates.slice(0, at)));
  const isAtOnce = (candidate: Candidate) =>
    candidate.order !== undefined && candidate.bounds.covered.length === conditions.length && query.limit;
  let limit = PROBE;
  let probed = probe(collection, different, limit);
  if (probed.length > 1 && probed.every(({ reads }) => reads >= limit) && !different.some(isAtOnce)) {
    limit = FAR_PROBE;
    probed = probe(collection, different, limit);
  }
  const matches = () => likelyMatches(collection.count, probed, limit);
  let best: Chosen | undefined;
  for (const one of probed) {
    const cost = costOf(one, { query, conditions, limit, all: () => collection.count, matches });
    if (!best || cost < best.cost) best = { candidate: one.candidate, cost };
  }
  return best;
}

/** What uses more conditions has fewer entries, so the others are not counted. */
const probe = (collection: Collection, candidates: readonly Candidate[], limit: number): Probed[] =>
  candidates.map((candidate) => ({
    candidate,
    reads: candidates.some((other) => narrows(other, candidate))
      ? Number.POSITIVE_INFINITY
      : readsOf(collection, candidate.bounds.ranges, limit),
  }));

const usesAll = ({ bounds }: Candidate, { bounds: others }: Candidate): boolean =>
  others.covered.every((condition) => bounds.covered.includes(condition));

const isOfCovered = ({ bounds }: Candidate) => bounds.boundedFields === bounds.covered.length;

const narrows = (one: Candidate, other: Candidate): boolean =>
  isOfCovered(other) && one.bounds.covered.length > other.bounds.covered.length && usesAll(one, other);

/** Whether one of these has the same entries, and their order where this one has one. */
const isMatched = (candidate: Candidate, others: readonly Candidate[]): boolean =>
  isOfCovered(candidate) &&
  others.some(
    (other) =>
      isOfCovered(other) &&
      other.bounds.covered.length === candidate.bounds.covered.length &&
      usesAll(other, candidate) &&
      (other.order !== undefined || candidate.order === undefined),
  );

interface Beside {
  query: PlanQuery;
  conditions: readonly Condition[];
  /** Entries that were counted at most. */
  limit: number;
  all(): number;
  matches(): number;
}

/** How many there may be that all conditions hold for, as if one did not depend on the other; half for one that too many meet to count. */
const likelyMatches = (all: number, probed: readonly Probed[], limit: number): number =>
  probed
    .filter(({ reads }) => Number.isFinite(reads))
    .reduce(
      (matches, { reads }) => (reads < limit ? (matches * Math.min(reads, all)) / all : matches / 2),
      all,
    );

function costOf({ candidate, reads }: Probed, { query, conditions, limit, all, matches }: Beside): number {
  const { bounds, order } = candidate;
  // a count that was cut short says "many": more bounded fields are then the better guess
  let cost = reads < limit ? reads : limit * (2 + 8 / (1 + bounds.boundedFields));
  if (!order) cost *= 1.5;
  else if (query.limit && query.sort?.length) {
    const isCovered = bounds.covered.length === conditions.length;
    // where matches are few among many, reading in order passes over all that lie between them
    const forOne = isCovered ? 1 : Math.max(READ_FOR_ONE, all() / Math.max(matches(), 1));
    cost = Math.min(cost, query.limit * forOne);
  }
  return cost - bounds.boundedFields * 0.01;
}
