import { MongoError } from '../mongo-error.ts';
import { binaryOf, RANK, rankOf } from '../values/compare.ts';
import { isBsonNumber, isLong } from '../values/exact-number.ts';
import type { ValueTest } from './path-match.ts';

/** Bits of the longest binary value of a document. */
const MAX_BIT = 8 * 16 * 1024 * 1024;

const bad = (message: string) => new MongoError('BadValue', message);

/** `$mod`: the whole part of a number, of any size. @throws MongoError 2 */
export function modTest(operand: unknown): ValueTest {
  if (!Array.isArray(operand)) throw bad('malformed mod, needs to be an array');
  if (operand.length < 2) throw bad('malformed mod, not enough elements');
  if (operand.length > 2) throw bad('malformed mod, too many elements');
  const [divisor, remainder] = operand.map(wholePart);
  if (divisor === undefined) throw bad('malformed mod, divisor value is invalid');
  if (remainder === undefined) throw bad('malformed mod, remainder value is invalid');
  if (divisor === 0n) throw bad('divisor cannot be 0');
  return (value) => {
    const whole = wholePart(value);
    return whole !== undefined && whole % divisor === remainder;
  };
}

function wholePart(value: unknown): bigint | undefined {
  if (isLong(value)) return value.toBigInt();
  const number = isBsonNumber(value) ? Math.trunc(Number(value)) : Number.NaN;
  return Number.isFinite(number) ? BigInt(number) : undefined;
}

/** `$bitsAllSet` and its like, over numbers and binary values. @throws MongoError 2 */
export function bitsTest(operator: string, operand: unknown): ValueTest {
  const mask = maskOf(operator, operand);
  return (value) => {
    const bits = bitsOf(value);
    if (bits === undefined) return false;
    const set = bits & mask;
    if (operator === '$bitsAllSet') return set === mask;
    if (operator === '$bitsAnySet') return set !== 0n;
    return operator === '$bitsAllClear' ? set === 0n : set !== mask;
  };
}

function maskOf(operator: string, operand: unknown): bigint {
  if (Array.isArray(operand)) return operand.reduce((mask: bigint, bit) => mask | bitAt(bit), 0n);
  const bits = bitsOf(operand);
  if (bits === undefined || bits < 0n) {
    throw bad(`${operator} takes an Array, a number, or a BinData but received: ${String(operand)}`);
  }
  return bits;
}

function bitAt(position: unknown): bigint {
  const bit = isBsonNumber(position) ? Number(position) : Number.NaN;
  if (!Number.isInteger(bit) || bit < 0) {
    throw bad(`bit positions must be whole numbers >= 0 but received: ${String(position)}`);
  }
  // beyond 64 bits stands the sign of a number
  return 1n << BigInt(Math.min(bit, MAX_BIT));
}

function bitsOf(value: unknown): bigint | undefined {
  if (isLong(value)) return value.toBigInt();
  if (isBsonNumber(value)) return Number.isInteger(Number(value)) ? BigInt(Number(value)) : undefined;
  if (rankOf(value) !== RANK.binary) return undefined;
  return [...binaryOf(value).bytes].reduceRight((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
}
