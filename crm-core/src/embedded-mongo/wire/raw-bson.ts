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

/** Where the value that begins at `at` ends; it may lie beyond the document when that is broken. */
export function valueEnd(bytes: Buffer, type: number, at: number): number {
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
