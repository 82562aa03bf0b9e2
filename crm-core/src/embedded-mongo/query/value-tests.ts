import { type BSONRegExp, BSONSymbol, Decimal128 } from 'bson';
import { encodeValue } from '../storage/key-encoding.ts';
import { compareValues, RANK, rankOf } from '../values/compare.ts';
import { execWithin } from './bounded-regex.ts';
import type { ValueTest } from './path-match.ts';
import { compileRegex, isRegex } from './regex.ts';

/** Equality of queries: 1 equals 1.0, null equals a missing field, documents field by field in order. */
export function equalityTest(operand: unknown): ValueTest {
  if (operand === null || operand === undefined) return (value) => value === null || value === undefined;
  if (typeof operand === 'string') {
    return (value) => value === operand || (value instanceof BSONSymbol && value.toString() === operand);
  }
  if (typeof operand === 'boolean') return (value) => value === operand;
  return (value) => value !== undefined && compareValues(value, operand) === 0;
}

/** NaN, as a double or as a decimal. */
export function isNaNNumber(value: unknown): boolean {
  return Number.isNaN(value) || (value instanceof Decimal128 && value.toString() === 'NaN');
}

/** `$gt` and its like only compare values of the same type (type bracketing), unless asked about MinKey or MaxKey. */
export function rangeTest(operand: unknown, accepts: (order: number) => boolean): ValueTest {
  const rank = rankOf(operand);
  if (rank === RANK.minKey || rank === RANK.maxKey) {
    return (value) => accepts(compareValues(value ?? null, operand));
  }
  const isNaNOperand = isNaNNumber(operand);
  return (value) => {
    if (value === undefined ? rank !== RANK.null : rankOf(value) !== rank) return false;
    // NaN is only equal to itself, it is neither less nor greater than a number
    if (rank === RANK.number && (isNaNOperand || isNaNNumber(value))) {
      return isNaNOperand && isNaNNumber(value) && accepts(0);
    }
    return accepts(compareValues(value ?? null, operand));
  };
}

export function regexTest(operand: BSONRegExp | RegExp): ValueTest {
  const regex = compileRegex(operand);
  return (value) => {
    if (typeof value === 'string') return execWithin(regex, value) !== null;
    if (value instanceof BSONSymbol) return execWithin(regex, value.toString()) !== null;
    return isRegex(value) && compareValues(value, operand) === 0;
  };
}

/** From so many values on they are looked up by their key rather than compared one by one. */
const MANY = 8;

const anyOf =
  (tests: ValueTest[]): ValueTest =>
  (value) =>
    tests.some((test) => test(value));

function keySetTest(operands: readonly unknown[]): ValueTest {
  const keyOf = (value: unknown) => encodeValue(value).toString('latin1');
  const keys = new Set(operands.map(keyOf));
  return (value) => keys.has(keyOf(value ?? null));
}

/** One of the values; regular expressions among them are matched, the rest is compared. */
export function memberTest(operands: readonly unknown[]): ValueTest {
  const regexes = operands.filter(isRegex).map(regexTest);
  const literals = operands.filter((operand) => !isRegex(operand));
  const strings = new Set(literals.filter((operand) => typeof operand === 'string'));
  const rest = literals.filter((operand) => typeof operand !== 'string');
  const others = rest.length > MANY ? keySetTest(rest) : anyOf(rest.map(equalityTest));
  return (value) =>
    (typeof value === 'string' && strings.has(value)) || others(value) || regexes.some((test) => test(value));
}
