import { BSONRegExp, Decimal128, ObjectId } from 'bson';
import { isDoc } from './doc.ts';
import { isLong } from './exact-number.ts';

/** A value as MongoDB writes it in its messages: `"text"`, `ObjectId('...')`, `new Date(0)`. */
export function showValue(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (isLong(value)) return value.toString();
  if (value instanceof Decimal128) return `Decimal128("${value.toString()}")`;
  if (value instanceof BSONRegExp) return `/${value.pattern}/${value.options}`;
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(showValue).join(', ')} ]`;
  if (isDoc(value)) {
    const fields = Object.entries(value).map(([name, field]) => `${name}: ${showValue(field)}`);
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }
  return String(value);
}

/** The name of a value's type as MongoDB writes it in its messages. */
export function typeName(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number')
    return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? 'int' : 'double';
  if (typeof value === 'string') return 'string';
  const type = (value as { _bsontype?: string })._bsontype;
  if (type === 'ObjectId') return 'objectId';
  if (type === 'Long') return 'long';
  if (type === 'Decimal128') return 'decimal';
  if (type === 'Binary') return 'binData';
  if (type === 'BSONRegExp') return 'regex';
  if (type === 'Timestamp') return 'timestamp';
  if (type === 'MinKey') return 'minKey';
  if (type === 'MaxKey') return 'maxKey';
  if (type === 'Code') return 'javascript';
  return 'object';
}
