import { Decimal128, Long, Timestamp } from 'bson';
import { MongoError } from '../mongo-error.ts';
import { ADD, calculate, isWhole, MULTIPLY } from '../values/arithmetic.ts';
import { compareValues } from '../values/compare.ts';
import { copyValue, isDoc } from '../values/doc.ts';
import { type BsonNumber, isBsonNumber } from '../values/exact-number.ts';
import { showValue, typeName } from '../values/show-value.ts';

/** Removes the field instead of setting it. */
export const UNSET = Symbol('unset');

interface OperatorContext {
  path: string;
  id: unknown;
  now: Date;
}

/** From the value before (undefined: missing) to the value after; the same value means no change. */
export type FieldOperator = (before: unknown, argument: unknown, context: OperatorContext) => unknown;

function numeric(operator: string, operation: typeof ADD): FieldOperator {
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
    return calculate(before, argument, operation, () => {
      throw new MongoError(
        'BadValue',
        `Failed to apply ${operator} operations to current value: integer overflow`,
      );
    });
  };
}

function zeroLike(argument: BsonNumber): unknown {
  if (argument instanceof Long) return Long.ZERO;
  return argument instanceof Decimal128 ? Decimal128.fromString('0') : 0;
}

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
  $inc: numeric('$inc', ADD),
  $mul: numeric('$mul', MULTIPLY),
  $min: (before, argument) =>
    before === undefined || compareValues(argument, before) < 0 ? copyValue(argument) : before,
  $max: (before, argument) =>
    before === undefined || compareValues(argument, before) > 0 ? copyValue(argument) : before,
  $currentDate: (_before, argument, context) => currentDate(argument, context),
  $bit: bit,
};
