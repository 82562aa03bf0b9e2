import { MongoError } from '../mongo-error.ts';

/** One element of an undecoded document. */
interface RawElement {
  type: number;
  name: string;
  /** Where the type byte stands. */
  start: number;
  valueStart: number;
  end: number;
}

const FIXED: Record<number, number> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
};

function valueEnd(bytes: Buffer, type: number, at: number): number {
  const fixed = FIXED[type];
  if (fixed !== undefined) return at + fixed;
  switch (type) {
    case 2:
    case 13:
    case 14:
      return at + 4 + bytes.readInt32LE(at);
    case 3:
    case 4:
    case 15:
      return at + bytes.readInt32LE(at);
    case 5:
      return at + 5 + bytes.readInt32LE(at);
    case 11:
      return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1;
    case 12:
      return at + 4 + bytes.readInt32LE(at) + 12;
    default:
      throw new MongoError(22, `Unrecognized BSON type ${type}`);
  }
}

export function* rawElements(bytes: Buffer): Generator<RawElement> {
  let at = 4;
  while (at < bytes.length - 1) {
    const type = bytes[at] as number;
    const nameEnd = bytes.indexOf(0, at + 1);
    if (nameEnd < 0) throw new MongoError(22, 'Invalid BSON: a field name does not end');
    const end = valueEnd(bytes, type, nameEnd + 1);
    if (end > bytes.length - 1) throw new MongoError(22, 'Invalid BSON: a value is longer than its document');
    yield { type, name: bytes.toString('utf8', at + 1, nameEnd), start: at, valueStart: nameEnd + 1, end };
    at = end;
  }
}

/** The name of the first field: the command. */
export function firstFieldName(bytes: Buffer): string {
  const end = bytes.indexOf(0, 5);
  return bytes.length > 5 ? bytes.toString('utf8', 5, end) : '';
}

/** Takes an array of documents out of a document without decoding either. */
export function takeArray(bytes: Buffer, field: string): { rest: Buffer; items: Buffer[] | undefined } {
  for (const element of rawElements(bytes)) {
    if (element.name !== field || element.type !== 4) continue;
    const array = bytes.subarray(element.valueStart, element.end);
    const items: Buffer[] = [];
    for (const item of rawElements(array)) {
      if (item.type !== 3) {
        throw new MongoError(
          'TypeMismatch',
          `BSON field '${field}.${item.name}' is the wrong type, expected type 'object'`,
        );
      }
      items.push(array.subarray(item.valueStart, item.end));
    }
    const rest = Buffer.concat([bytes.subarray(0, element.start), bytes.subarray(element.end)]);
    rest.writeInt32LE(rest.length, 0);
    return { rest, items };
  }
  return { rest: bytes, items: undefined };
}

export interface PickedDocument {
  /** The wanted fields, as a document of their own. */
  fields: Buffer;
  /** The whole document with `_id` as its first field; shares memory when it can. Undefined when it has no `_id`. */
  ordered: Buffer | undefined;
}

/** Takes top-level fields out of a document in one pass. `wanted` undefined: all of them. */
export function pickFields(bytes: Buffer, wanted: ReadonlySet<string> | undefined): PickedDocument {
  const parts: Buffer[] = [];
  let length = 5;
  let ordered: Buffer | undefined;
  let at = 4;
  const end = bytes.length - 1;
  while (at < end) {
    const nameEnd = bytes.indexOf(0, at + 1);
    const next = nameEnd < 0 ? end + 1 : valueEnd(bytes, bytes[at] as number, nameEnd + 1);
    if (next > end) throw new MongoError(22, 'Invalid BSON: a value is longer than its document');
    const name = bytes.toString('utf8', at + 1, nameEnd);
    if (name === '_id' && !ordered) ordered = at === 4 ? bytes : moveFirst(bytes, at, next);
    if (wanted?.has(name) || name === '_id') {
      parts.push(bytes.subarray(at, next));
      length += next - at;
    }
    at = next;
  }
  if (!wanted) return { fields: ordered ?? bytes, ordered };
  const fields = Buffer.allocUnsafe(length);
  fields.writeInt32LE(length, 0);
  let to = 4;
  for (const part of parts) to += part.copy(fields, to);
  fields[to] = 0;
  return { fields, ordered };
}

function moveFirst(bytes: Buffer, start: number, end: number): Buffer {
  return Buffer.concat([
    bytes.subarray(0, 4),
    bytes.subarray(start, end),
    bytes.subarray(4, start),
    bytes.subarray(end),
  ]);
}
