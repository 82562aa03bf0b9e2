import { MongoError } from '../mongo-error.ts';
import { regexOf } from '../values/compare.ts';
import { type Doc, isDoc } from '../values/doc.ts';
import { isBsonNumber } from '../values/exact-number.ts';
import { execWithin } from './bounded-regex.ts';
import type { ValueTest } from './path-match.ts';
import { isRegex, toRegExp } from './regex.ts';
import { typeTest } from './type-test.ts';
import { equalityTest, memberTest, rangeTest } from './value-tests.ts';
import { bitsTest, modTest } from './whole-number-tests.ts';

/** A test of the values at a path. */
export interface FieldTest {
  test: ValueTest;
  /** True when no value may pass: `$ne`, `$nin`, `$not`, `$exists: false`. */
  isNegated?: boolean;
  /** True when an array at the end of the path is not opened: `$size`, `$elemMatch`, `$exists`. */
  isWholeOnly?: boolean;
}

type CompileItem = (argument: Doc) => (item: unknown) => boolean;

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
  return (value) => typeof value === 'string' && execWithin(regex, value) !== null;
}

function sizeTest(operand: unknown): ValueTest {
  const size = isBsonNumber(operand) ? Number(operand) : Number.NaN;
  if (!Number.isInteger(size)) throw bad('Failed to parse $size. Expected a number in: $size');
  if (size < 0) throw bad(`Failed to parse $size. Expected a non-negative number in: $size: ${size}`);
  return (value) => Array.isArray(value) && value.length === size;
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
