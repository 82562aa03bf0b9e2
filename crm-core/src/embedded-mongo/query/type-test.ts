import { MongoError } from '../mongo-error.ts';
import { isBsonNumber, isLong } from '../values/exact-number.ts';
import { typeName } from '../values/show-value.ts';
import type { ValueTest } from './path-match.ts';

const NAMES: Record<number, string> = {
  [-1]: 'minKey',
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  6: 'undefined',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  12: 'dbPointer',
  13: 'javascript',
  14: 'symbol',
  15: 'javascriptWithScope',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
  127: 'maxKey',
};

const KNOWN = new Set([...Object.values(NAMES), 'number']);

/**
 * `$type`. A whole number that fits 32 bits is taken for an int and a larger one for a double, which is how
 * JavaScript drivers store them.
 */
export function typeTest(operand: unknown): ValueTest {
  const types = Array.isArray(operand) ? operand : [operand];
  if (types.length === 0) throw new MongoError('FailedToParse', '$type must match at least one type');
  const wanted = new Set(types.map(nameOf));
  return (value) => {
    if (value === undefined) return false;
    if (wanted.has('number') && isBsonNumber(value)) return true;
    return wanted.has(isLong(value) ? 'long' : typeName(value));
  };
}

function nameOf(type: unknown): string {
  if (typeof type === 'string') {
    if (KNOWN.has(type)) return type;
    throw new MongoError('BadValue', `Unknown type name alias: ${type}`);
  }
  if (!isBsonNumber(type))
    throw new MongoError('TypeMismatch', 'type must be represented as a number or a string');
  const name = NAMES[Number(type)];
  if (name === undefined) throw new MongoError('BadValue', `Invalid numerical type code: ${Number(type)}`);
  return name;
}
