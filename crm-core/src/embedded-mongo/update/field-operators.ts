import { Decimal128, Long, Timestamp } from 'bson';
import { MongoError } from '../mongo-error.ts';
import { compareValues } from '../values/compare.ts';
import { copyValue, isDoc } from '../values/doc.ts';
import {
  addExact,
  type BsonNumber,
  decimalOf,
  exactOf,
  isBsonNumber,
  multiplyExact,
} from '../values/exact-number.ts';
import { showValue, typeName } from '../values/show-value.ts';

/** Removes the field instead of setting it. */
export const UNSET = Symbol('unset');

export interface OperatorContext {
  path: string;
  id: unknown;
  now: Date;
}

/** From the value before (undefined: missing) to the value after; the same value means no change. */
export type FieldOperator = (before: unknown, argument: unknown, context: OperatorContext) => unknown;

function numeric(
  operator: string,
  exact: typeof addExact,
  plain: (a: number, b: number) => number,
): FieldOperator {
  const verb = operator === '$inc' ? 'increment' : 'multiply';
  return (before, argument, { path, id }) => {
    if (!isBsonNumber(argument)) {
      throw new MongoError(
        'TypeMismatch',
        `Cannot ${verb} with non-numeric argument: {${path}: ${showValue(argument)}}`,
      );
    }
    if (before === undefined) return operator === '$inc' ? argument : zeroLike(argument);
    if (!isBsonNumber(before)) {
      throw new MongoError(
        'TypeMismatch',
        `Cannot apply ${operator} to a value of non-numeric type. {_id: ${showValue(id)}} has the field '${path.split('.').at(-1)}' of non-numeric type ${typeName(before)}`,
      );
    }
    return calculate(before, argument, exact, plain);
  };
}

function zeroLike(argument: BsonNumber): unknown {
  if (argument instanceof Long) return Long.ZERO;
  return argument instanceof Decimal128 ? Decimal128.fromString('0') : 0;
}

function calculate(
  a: BsonNumber,
  b: BsonNumber,
  exact: typeof addExact,
  plain: (a: number, b: number) => number,
): unknown {
  const areFinite = Number.isFinite(Number(a)) && Number.isFinite(Number(b));
  if ((a instanceof Decimal128 || b instanceof Decimal128) && areFinite) {
    return decimalOf(exact(exactOf(a), exactOf(b)));
  }
  if ((a instanceof Long || b instanceof Long) && isWhole(a) && isWhole(b)) {
    const result = exact(exactOf(a), exactOf(b)).coefficient;
    if (BigInt.asIntN(64, result) !== result) {
      throw new MongoError('BadValue', `Failed to apply $inc operations to current value: integer overflow`);
    }
    return Long.fromBigInt(result);
  }
  return plain(Number(a), Number(b));
}

const isWhole = (value: BsonNumber) => value instanceof Long || Number.isInteger(Number(value));

function currentDate(argument: unknown, { path, now }: OperatorContext): unknown {
  const type = isDoc(argument) ? argument.$type : undefined;
  if (type === 'timestamp') return new Timestamp({ t: Math.floor(now.getTime() / 1000), i: 1 });
  if (typeof argument === 'boolean' || type === 'date') return new Date(now);
  throw new MongoError(
    'BadValue',
    `${typeName(argument)} is not valid type for $currentDate. Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}) for field ${path}.`,
  );
}

function bit(before: unknown, argument: unknown, { path }: OperatorContext): unknown {
  if (!isDoc(argument) || Object.keys(argument).length === 0) {
    throw new MongoError(
      'BadValue',
      `The $bit modifier is not compatible with a ${typeName(argument)}. You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}`,
    );
  }
  if (before !== undefined && !(isBsonNumber(before) && isWhole(before))) {
    throw new MongoError(
      'BadValue',
      `Cannot apply $bit to a value of non-integral type. ${path} has the type ${typeName(before)}`,
    );
  }
  let bits = before === undefined ? 0n : BigInt(String(before));
  for (const [name, operand] of Object.entries(argument)) {
    if (!isBsonNumber(operand) || !isWhole(operand)) {
      throw new MongoError('BadValue', 'The $bit modifier field must be an Integer(32/64 bit)');
    }
    const mask = BigInt(String(operand));
    if (name === 'and') bits &= mask;
    else if (name === 'or') bits |= mask;
    else if (name === 'xor') bits ^= mask;
    else
      throw new MongoError(
        'BadValue',
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`,
      );
  }
  return before instanceof Long ? Long.fromBigInt(bits) : Number(bits);
}

export const FIELD_OPERATORS: Record<string, FieldOperator> = {
  $set: (_before, argument) => copyValue(argument),
  $setOnInsert: (_before, argument) => copyValue(argument),
  $unset: () => UNSET,
  $inc: numeric('$inc', addExact, (a, b) => a + b),
  $mul: numeric('$mul', multiplyExact, (a, b) => a * b),
  $min: (before, argument) =>
    before === undefined || compareValues(argument, before) < 0 ? copyValue(argument) : before,
  $max: (before, argument) =>
    before === undefined || compareValues(argument, before) > 0 ? copyValue(argument) : before,
  $currentDate: (_before, argument, context) => currentDate(argument, context),
  $bit: bit,
};
