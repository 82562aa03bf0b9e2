import { Decimal128, Long } from 'bson';
import {
  addExact,
  type BsonNumber,
  decimalOf,
  type ExactNumber,
  exactOf,
  multiplyExact,
} from './exact-number.ts';

/** Both operations on exact numbers and on those of JavaScript. */
interface Operation {
  exact(a: ExactNumber, b: ExactNumber): ExactNumber;
  plain(a: number, b: number): number;
}

export const ADD: Operation = { exact: addExact, plain: (a, b) => a + b };
export const MULTIPLY: Operation = { exact: multiplyExact, plain: (a, b) => a * b };

export const isWhole = (value: BsonNumber) => value instanceof Long || Number.isInteger(Number(value));

/**
 * Decimal if one of both is, long if one is and both are whole, otherwise double.
 *
 * @param onOverflow - what a result becomes that is too large for a long
 */
export function calculate(
  a: BsonNumber,
  b: BsonNumber,
  { exact, plain }: Operation,
  onOverflow: (result: bigint) => number,
): number | Long | Decimal128 {
  if (typeof a === 'number' && typeof b === 'number') return plain(a, b);
  const areFinite = Number.isFinite(Number(a)) && Number.isFinite(Number(b));
  if ((a instanceof Decimal128 || b instanceof Decimal128) && areFinite) {
    return decimalOf(exact(exactOf(a), exactOf(b)));
  }
  if ((a instanceof Long || b instanceof Long) && isWhole(a) && isWhole(b)) {
    const result = exact(exactOf(a), exactOf(b)).coefficient;
    return BigInt.asIntN(64, result) === result ? Long.fromBigInt(result) : onOverflow(result);
  }
  return plain(Number(a), Number(b));
}
