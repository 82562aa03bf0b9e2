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

const invalid = (what: string) => new MongoError('InvalidBSON', `Invalid BSON: ${what}`);

/**
 * Where the value that begins at `at` ends; it may lie beyond the document when that is broken.
 *
 * @throws MongoError 22 for a type that is not known, or a length that a value of the type cannot have
 */
export function valueEnd(bytes: Buffer, type: number, at: number): number {
  const fixed = FIXED[type];
  if (fixed !== undefined) return at + fixed;
  switch (type) {
    case 2:
    case 13:
    case 14: {
      const end = at + 4 + lengthAt(bytes, at, 1);
      if (bytes[end - 1] !== 0) throw invalid('a string does not end');
      return end;
    }
    case 3:
    case 4:
      return at + lengthAt(bytes, at, 5);
    case 15:
      return at + lengthAt(bytes, at, 14);
    case 5:
      return at + 5 + lengthAt(bytes, at, 0);
    case 11:
      return textEnd(bytes, textEnd(bytes, at));
    case 12:
      return at + 4 + lengthAt(bytes, at, 1) + 12;
    default:
      throw new MongoError('InvalidBSON', `Unrecognized BSON type ${type}`);
  }
}

function lengthAt(bytes: Buffer, at: number, least: number): number {
  if (at + 4 > bytes.length) throw invalid('a value is longer than its document');
  const length = bytes.readInt32LE(at);
  if (length < least) throw invalid(`a value has the length ${length}`);
  return length;
}

function textEnd(bytes: Buffer, at: number): number {
  const end = bytes.indexOf(0, at);
  if (end < 0) throw invalid('a text does not end');
  return end + 1;
}

/** Documents within documents that are stored; MongoDB's own limit (BSONDepth 200, less what commands put around it). */
export const MAX_DEPTH = 180;

/**
 * Walks through a document within a document, so that nothing is stored that cannot be read again.
 *
 * @throws MongoError 22 when its lengths do not fit into each other, 15 when it is nested too deep
 */
export function checkNested(bytes: Buffer, start: number, end: number, depth = 1): void {
  if (depth > MAX_DEPTH) {
    throw new MongoError(
      'Overflow',
      `cannot insert document because it exceeds ${MAX_DEPTH} levels of nesting`,
    );
  }
  const last = end - 1;
  if (bytes[last] !== 0) throw invalid('a document does not end');
  let at = start + 4;
  while (at < last) {
    const type = bytes[at] as number;
    const valueStart = textEnd(bytes, at + 1);
    const next = valueEnd(bytes, type, valueStart);
    if (next > last) throw invalid('a value is longer than its document');
    if (type === 3 || type === 4) checkNested(bytes, valueStart, next, depth + 1);
    at = next;
  }
}

function* rawElements(bytes: Buffer): Generator<RawElement> {
  let at = 4;
  while (at < bytes.length - 1) {
    const type = bytes[at] as number;
    const nameEnd = bytes.indexOf(0, at + 1);
    if (nameEnd < 0) throw invalid('a field name does not end');
    const end = valueEnd(bytes, type, nameEnd + 1);
    if (end > bytes.length - 1) throw invalid('a value is longer than its document');
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
