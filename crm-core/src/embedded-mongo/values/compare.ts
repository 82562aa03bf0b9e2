import { Binary, BSONRegExp, BSONSymbol, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { type Doc, isDoc } from './doc.ts';
import { type BsonNumber, compareNumbers, isBsonNumber } from './exact-number.ts';

/**
 * The rank of a value's type in MongoDB's comparison order. Values of different rank never match a range condition
 * (type bracketing). A missing field ranks as null.
 */
export const RANK = {
  minKey: 0x05,
  emptyArray: 0x0e,
  null: 0x10,
  number: 0x20,
  string: 0x30,
  object: 0x40,
  array: 0x50,
  binary: 0x60,
  objectId: 0x70,
  boolean: 0x80,
  date: 0x90,
  timestamp: 0xa0,
  regex: 0xb0,
  other: 0xc0,
  maxKey: 0xf0,
} as const;

export function rankOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return RANK.string;
    case 'number':
    case 'bigint':
      return RANK.number;
    case 'boolean':
      return RANK.boolean;
    case 'undefined':
      return RANK.null;
  }
  if (value === null) return RANK.null;
  if (Array.isArray(value)) return RANK.array;
  if (value instanceof Date) return RANK.date;
  if (value instanceof ObjectId) return RANK.objectId;
  if (isBsonNumber(value)) return RANK.number;
  if (value instanceof Timestamp) return RANK.timestamp;
  if (value instanceof Binary || ArrayBuffer.isView(value)) return RANK.binary;
  if (value instanceof BSONRegExp || value instanceof RegExp) return RANK.regex;
  if (value instanceof BSONSymbol) return RANK.string;
  if (value instanceof MinKey) return RANK.minKey;
  if (value instanceof MaxKey) return RANK.maxKey;
  return isDoc(value) ? RANK.object : RANK.other;
}

/** By code points, which is the order of the UTF-8 bytes; JavaScript's own order differs beyond the basic plane. */
function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    const isSurrogateX = x >= 0xd800 && x < 0xe000;
    const isSurrogateY = y >= 0xd800 && y < 0xe000;
    if (isSurrogateX !== isSurrogateY) return isSurrogateX ? 1 : -1;
    return x < y ? -1 : 1;
  }
  return a.length < b.length ? -1 : 1;
}

const sign = (difference: number) => (difference < 0 ? -1 : difference > 0 ? 1 : 0);

export function binaryOf(value: unknown): { subtype: number; bytes: Uint8Array } {
  if (value instanceof Binary) return { subtype: value.sub_type, bytes: value.value() };
  return { subtype: 0, bytes: value as Uint8Array };
}

export function regexOf(value: unknown): { pattern: string; options: string } {
  if (value instanceof BSONRegExp) return { pattern: value.pattern, options: value.options };
  const regex = value as RegExp;
  return { pattern: regex.source, options: [...regex.flags].sort().join('') };
}

/** MongoDB's order of two values; 0 when they are equal for queries. */
export function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0;
  const rank = rankOf(a);
  const difference = rank - rankOf(b);
  if (difference !== 0) return sign(difference);
  switch (rank) {
    case RANK.number:
      return compareNumbers(a as BsonNumber, b as BsonNumber);
    case RANK.string:
      return compareStrings(String(a), String(b));
    case RANK.boolean:
      return sign(Number(a) - Number(b));
    case RANK.date:
      return sign(Number(a) - Number(b));
    case RANK.objectId:
      return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
    case RANK.array:
      return compareArrays(a as unknown[], b as unknown[]);
    case RANK.object:
      return compareDocs(a as Doc, b as Doc);
    case RANK.binary:
      return compareBinaries(a, b);
    case RANK.timestamp:
      return (a as Timestamp).compare(b as Timestamp);
    case RANK.regex: {
      const [x, y] = [regexOf(a), regexOf(b)];
      return compareStrings(x.pattern, y.pattern) || compareStrings(x.options, y.options);
    }
    case RANK.other:
      return compareStrings(JSON.stringify(a), JSON.stringify(b));
    default:
      return 0;
  }
}

function compareArrays(a: unknown[], b: unknown[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareValues(a[i], b[i]);
    if (order !== 0) return order;
  }
  return sign(a.length - b.length);
}

function compareDocs(a: Doc, b: Doc): number {
  const keysA = Object.keys(a);
  const keysB = Object.keys(b);
  const length = Math.min(keysA.length, keysB.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [keysA[i] as string, keysB[i] as string];
    const order = sign(rankOf(a[x]) - rankOf(b[y])) || compareStrings(x, y) || compareValues(a[x], b[y]);
    if (order !== 0) return order;
  }
  return sign(keysA.length - keysB.length);
}

function compareBinaries(a: unknown, b: unknown): number {
  const [x, y] = [binaryOf(a), binaryOf(b)];
  return (
    sign(x.bytes.length - y.bytes.length) || sign(x.subtype - y.subtype) || Buffer.compare(x.bytes, y.bytes)
  );
}
