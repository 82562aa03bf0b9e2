import { MongoError } from '../mongo-error.ts';
import { binaryOf, RANK, rankOf, regexOf } from '../values/compare.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import { isBsonNumber, isLong } from '../values/exact-number.ts';
import type { ValueTest } from './path-match.ts';
import { isRegex, toRegExp } from './regex.ts';
import { typeTest } from './type-test.ts';
import { equalityTest, memberTest, rangeTest } from './value-tests.ts';

/** A test of the values at a path. */
export interface FieldTest {
  test: ValueTest;
  /** True when no value may pass: `$ne`, `$nin`, `$not`, `$exists: false`. */
  isNegated?: boolean;
  /** True when an array at the end of the path is not opened: `$size`, `$elemMatch`, `$exists`. */
  isWholeOnly?: boolean;
}

type CompileItem = (argument: Doc) => (item: unknown) => boolean;

/** Bits of the longest binary value of a document. */
const MAX_BIT = 8 * 16 * 1024 * 1024;

const bad = (message: string) => new MongoError('BadValue', message);

/** One operator of a field's condition. @throws MongoError 2 for an operator that MongoDB does not know either */
export function compileOperator(
  operator: string,
  operand: unknown,
  siblings: Doc,
  compileItem: CompileItem,
): FieldTest[] {
  switch (operator) {
    case '$eq':
      return [{ test: equalityTest(operand) }];
    case '$ne':
      if (isRegex(operand)) throw bad("Can't have regex as arg to $ne.");
      return [{ test: equalityTest(operand), isNegated: true }];
    case '$gt':
      return [{ test: rangeTest(noRegex(operator, operand), (order) => order > 0) }];
    case '$gte':
      return [{ test: rangeTest(noRegex(operator, operand), (order) => order >= 0) }];
    case '$lt':
      return [{ test: rangeTest(noRegex(operator, operand), (order) => order < 0) }];
    case '$lte':
      return [{ test: rangeTest(noRegex(operator, operand), (order) => order <= 0) }];
    case '$in':
      return [{ test: memberTest(listOf(operator, operand)) }];
    case '$nin':
      return [{ test: memberTest(listOf(operator, operand)), isNegated: true }];
    case '$exists':
      return [
        {
          test: (value) => value !== undefined,
          isWholeOnly: true,
          ...(!isTrue(operand) && { isNegated: true }),
        },
      ];
    case '$type':
      return [{ test: typeTest(operand) }];
    case '$regex':
      return [{ test: regexOperator(operand, siblings.$options) }];
    case '$options':
      if (!('$regex' in siblings)) throw bad('$options needs a $regex');
      return [];
    case '$size':
      return [{ test: sizeTest(operand), isWholeOnly: true }];
    case '$mod':
      return [{ test: modTest(operand) }];
    case '$all':
      return allTests(operand, compileItem);
    case '$elemMatch':
      return [{ test: elemMatchTest(operand, compileItem), isWholeOnly: true }];
    case '$bitsAllSet':
    case '$bitsAnySet':
    case '$bitsAllClear':
    case '$bitsAnyClear':
      return [{ test: bitsTest(operator, operand) }];
    default:
      throw bad(`unknown operator: ${operator}`);
  }
}

const isTrue = (value: unknown) =>
  value !== false && value !== null && value !== undefined && Number(value) !== 0;

function noRegex(operator: string, operand: unknown): unknown {
  if (isRegex(operand)) throw bad(`Can't have RegEx as arg to predicate over field '${operator}'.`);
  return operand;
}

function listOf(operator: string, operand: unknown): unknown[] {
  if (!Array.isArray(operand)) throw bad(`${operator} needs an array`);
  for (const item of operand) {
    if (isDoc(item) && Object.keys(item)[0]?.startsWith('$') && !('$ref' in item)) {
      throw bad(`cannot nest $ under ${operator}`);
    }
  }
  return operand;
}

function regexOperator(operand: unknown, options: unknown): ValueTest {
  const { pattern, options: own } =
    typeof operand === 'string'
      ? { pattern: operand, options: '' }
      : isRegex(operand)
        ? regexOf(operand)
        : {};
  if (pattern === undefined) throw bad('$regex has to be a string');
  if (options !== undefined && typeof options !== 'string') throw bad('$options has to be a string');
  if (options !== undefined && own) throw new MongoError(51075, 'options set in both $regex and $options');
  const regex = toRegExp(pattern, options ?? own ?? '');
  return (value) => typeof value === 'string' && regex.test(value);
}

function sizeTest(operand: unknown): ValueTest {
  const size = isBsonNumber(operand) ? Number(operand) : Number.NaN;
  if (!Number.isInteger(size)) throw bad('Failed to parse $size. Expected a number in: $size');
  if (size < 0) throw bad(`Failed to parse $size. Expected a non-negative number in: $size: ${size}`);
  return (value) => Array.isArray(value) && value.length === size;
}

function modTest(operand: unknown): ValueTest {
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

function elemMatchTest(operand: unknown, compileItem: CompileItem): ValueTest {
  if (!isDoc(operand)) throw bad('$elemMatch needs an Object');
  const test = compileItem(operand);
  return (value, details) => {
    if (!Array.isArray(value)) return false;
    const position = value.findIndex((item) => test(item));
    if (position >= 0 && details) details.position = position;
    return position >= 0;
  };
}

function allTests(operand: unknown, compileItem: CompileItem): FieldTest[] {
  if (!Array.isArray(operand)) throw bad('$all needs an array');
  if (operand.length === 0) return [{ test: () => false }];
  return operand.map((item): FieldTest => {
    if (isDoc(item) && '$elemMatch' in item) {
      return { test: elemMatchTest(item.$elemMatch, compileItem), isWholeOnly: true };
    }
    if (isDoc(item) && Object.keys(item)[0]?.startsWith('$')) throw bad('no $ expressions in $all');
    return { test: memberTest([item]) };
  });
}

function bitsTest(operator: string, operand: unknown): ValueTest {
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
