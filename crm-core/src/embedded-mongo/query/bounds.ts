import { BSONRegExp } from 'bson';
import { afterPrefix, EMPTY_ARRAY, encodeStringPrefix, encodeValue } from '../storage/key-encoding.ts';
import { RANK, rankOf } from '../values/compare.ts';
import { isDoc } from '../values/doc.ts';
import type { Condition } from './conditions.ts';
import { isRegex, literalPrefix } from './regex.ts';
import { isNaNNumber } from './value-tests.ts';

/** An end of a range of values; the bytes are those of ascending order and stand for all keys that begin with them. */
interface End {
  bytes: Buffer;
  isInclusive: boolean;
}

interface ValueRange {
  low: End;
  high: End;
}

/** What an index field may hold, as ranges of key bytes in the order of the index. */
export interface Segment {
  start: Buffer;
  /** First bytes that lie beyond; undefined: no end. */
  end: Buffer | undefined;
}

export interface FieldBounds {
  segments: Segment[];
  /** Whether each segment is one value. */
  arePoints: boolean;
  /** Conditions that hold for every key within the bounds. */
  covered: Condition[];
}

const point = (bytes: Buffer): ValueRange => ({
  low: { bytes, isInclusive: true },
  high: { bytes, isInclusive: true },
});

const typeEnd = (rank: number, isInclusive = true): End => ({ bytes: Buffer.from([rank]), isInclusive });

/** The values of which one must be in the index for `{ field: value }` to match. */
function pointsOf(value: unknown): { ranges: ValueRange[]; isExact: boolean } {
  if (Array.isArray(value)) {
    // the index holds the items of an array, not the array; an array within an array is one item
    const first = value.length === 0 ? EMPTY_ARRAY : value[0];
    return { ranges: [point(encodeValue(first)), point(encodeValue(value))], isExact: false };
  }
  return { ranges: [point(encodeValue(value))], isExact: value !== null && value !== undefined };
}

/** The ranges of values outside which the condition cannot hold; undefined when it says nothing about them. */
function rangesOf(
  condition: Condition,
): { ranges: ValueRange[]; isExact: boolean; arePoints: boolean } | undefined {
  const { operator, operand } = condition;
  switch (operator) {
    case '$eq':
      return { ...pointsOf(operand), arePoints: true };
    case '$in': {
      if (!Array.isArray(operand)) return undefined;
      return unionOf(operand);
    }
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return comparison(operator, operand);
    case '$regex': {
      const regex = typeof operand === 'string' ? new BSONRegExp(operand) : operand;
      if (!isRegex(regex) || hasOptions(condition)) return undefined;
      const prefix = literalPrefix(regex);
      if (!prefix) return undefined;
      return { ranges: [point(encodeStringPrefix(prefix.text))], isExact: prefix.isWhole, arePoints: false };
    }
    default:
      return undefined;
  }
}

function hasOptions(condition: Condition): boolean {
  const own = condition.path === undefined ? undefined : condition.source[condition.path];
  return isDoc(own) && '$options' in own && own.$options !== '';
}

function unionOf(operands: unknown[]) {
  const ranges: ValueRange[] = [];
  let isExact = true;
  let arePoints = true;
  for (const operand of operands) {
    if (isRegex(operand)) {
      const prefix = literalPrefix(operand);
      if (!prefix) return undefined;
      ranges.push(point(encodeStringPrefix(prefix.text)));
      isExact &&= prefix.isWhole;
      arePoints = false;
    } else {
      const points = pointsOf(operand);
      ranges.push(...points.ranges);
      isExact &&= points.isExact;
    }
  }
  return { ranges, isExact, arePoints };
}

function comparison(operator: string, operand: unknown) {
  const rank = rankOf(operand);
  if (rank === RANK.minKey || rank === RANK.maxKey || Array.isArray(operand)) return undefined;
  const isInclusive = operator.endsWith('e');
  if (rank === RANK.null || isNaNNumber(operand)) {
    const ranges = [point(encodeValue(operand))];
    return { ranges: isInclusive ? ranges : [], isExact: false, arePoints: true };
  }
  const end = { bytes: encodeValue(operand), isInclusive };
  // NaN sorts below the numbers but is not less than any of them
  const least =
    rank === RANK.number
      ? { bytes: encodeValue(Number.NEGATIVE_INFINITY), isInclusive: true }
      : typeEnd(rank);
  const range = operator.startsWith('$g') ? { low: end, high: typeEnd(rank) } : { low: least, high: end };
  return { ranges: [range], isExact: true, arePoints: false };
}

/** The bytes of an index in which the range lies; descending fields hold the inverted bytes. */
function segmentOf({ low, high }: ValueRange, direction: 1 | -1): Segment {
  const [from, to] = direction === 1 ? [low, high] : [invert(high), invert(low)];
  return {
    start: from.isInclusive ? from.bytes : (afterPrefix(from.bytes) ?? from.bytes),
    end: to.isInclusive ? afterPrefix(to.bytes) : to.bytes,
  };
}

function invert(end: End): End {
  return { bytes: Buffer.from(end.bytes.map((byte) => ~byte & 0xff)), isInclusive: end.isInclusive };
}

/** Where both ranges hold. Ends are compared as the start of what lies within. */
function intersect(a: ValueRange, b: ValueRange): ValueRange {
  const startOf = (range: ValueRange) => segmentOf(range, 1).start;
  const endOf = (range: ValueRange) => segmentOf(range, 1).end;
  const low = Buffer.compare(startOf(a), startOf(b)) >= 0 ? a.low : b.low;
  const [endA, endB] = [endOf(a), endOf(b)];
  const isANearer = endA !== undefined && (endB === undefined || Buffer.compare(endA, endB) <= 0);
  return { low, high: isANearer ? a.high : b.high };
}

/**
 * The bounds of one index field.
 *
 * On a multikey field each condition may be met by another item of the array, so that only one of them can be used.
 */
export function boundsOf(
  conditions: readonly Condition[],
  direction: 1 | -1,
  isMultikey: boolean,
): FieldBounds | undefined {
  const known = conditions
    .map((condition) => ({ condition, found: rangesOf(condition) }))
    .flatMap(({ condition, found }) => (found ? [{ condition, ...found }] : []))
    .sort((a, b) => Number(b.arePoints) - Number(a.arePoints) || a.ranges.length - b.ranges.length);
  const first = known[0];
  if (!first) return undefined;
  let ranges = first.ranges;
  const covered = first.isExact && first.condition.mayCover ? [first.condition] : [];
  if (!isMultikey && !first.arePoints && first.ranges.length === 1) {
    for (const other of known.slice(1)) {
      if (other.ranges.length !== 1) continue;
      ranges = [intersect(ranges[0] as ValueRange, other.ranges[0] as ValueRange)];
      if (other.isExact && other.condition.mayCover) covered.push(other.condition);
    }
  }
  return {
    segments: ranges.map((range) => segmentOf(range, direction)),
    arePoints: first.arePoints,
    covered,
  };
}
