import { MongoError } from '../mongo-error.ts';
import { checkNested, valueEnd } from './raw-bson.ts';

export interface PickedDocument {
  /** The wanted fields and `_id`, as a document of their own. */
  fields: Buffer;
  /** The whole document with `_id` as its first field; shares memory when it can. Undefined when it has no `_id`. */
  ordered: Buffer | undefined;
}

const hashStep = (hash: number, byte: number) => (Math.imul(hash, 31) + byte) | 0;
const ID = Buffer.from('_id');

/**
 * Takes top-level fields out of BSON documents in one pass; names are compared as bytes, nothing is decoded. All that is
 * nested is checked on the way.
 */
export class FieldPicker {
  readonly #isAll: boolean;
  readonly #byHash = new Map<number, Uint8Array[]>();
  /** Start and end of each part that is taken; kept between calls. */
  readonly #parts: number[] = [];

  /** @param wanted - undefined: every field */
  constructor(wanted: ReadonlySet<string> | undefined) {
    this.#isAll = wanted === undefined;
    for (const name of new Set([...(wanted ?? []), '_id'])) {
      const bytes = Buffer.from(name);
      const hash = bytes.reduce(hashStep, 0);
      this.#byHash.set(hash, [...(this.#byHash.get(hash) ?? []), bytes]);
    }
  }

  pick(bytes: Buffer): PickedDocument {
    const parts = this.#parts;
    parts.length = 0;
    let length = 5;
    let ordered: Buffer | undefined;
    let at = 4;
    const end = bytes.length - 1;
    while (at < end) {
      let nameEnd = at + 1;
      let hash = 0;
      for (let byte = bytes[nameEnd] as number; byte !== 0; byte = bytes[++nameEnd] as number) {
        hash = hashStep(hash, byte);
        if (nameEnd >= end) throw new MongoError('InvalidBSON', 'Invalid BSON: a field name does not end');
      }
      const type = bytes[at] as number;
      const next = valueEnd(bytes, type, nameEnd + 1);
      if (next > end)
        throw new MongoError('InvalidBSON', 'Invalid BSON: a value is longer than its document');
      if (type === 3 || type === 4) checkNested(bytes, nameEnd + 1, next);
      const name = this.#wantedAt(bytes, at + 1, nameEnd, hash);
      if (name) {
        if (!ordered && isSame(ID, bytes, at + 1, nameEnd)) {
          ordered = at === 4 ? bytes : moveFirst(bytes, at, next);
        }
        parts.push(at, next);
        length += next - at;
      }
      at = next;
    }
    if (this.#isAll) return { fields: ordered ?? bytes, ordered };
    const fields = Buffer.allocUnsafe(length);
    fields.writeInt32LE(length, 0);
    let to = 4;
    for (let i = 0; i < parts.length; i += 2) {
      to = copyTo(fields, to, bytes, parts[i] as number, parts[i + 1] as number);
    }
    fields[to] = 0;
    return { fields, ordered };
  }

  #wantedAt(bytes: Buffer, start: number, end: number, hash: number): Uint8Array | undefined {
    return this.#byHash.get(hash)?.find((name) => isSame(name, bytes, start, end));
  }
}

function isSame(name: Uint8Array, bytes: Buffer, start: number, end: number): boolean {
  if (end - start !== name.length) return false;
  for (let i = 0; i < name.length; i++) if (name[i] !== bytes[start + i]) return false;
  return true;
}

function moveFirst(bytes: Buffer, start: number, end: number): Buffer {
  const moved = Buffer.allocUnsafe(bytes.length);
  let to = copyTo(moved, 0, bytes, 0, 4);
  to = copyTo(moved, to, bytes, start, end);
  to = copyTo(moved, to, bytes, 4, start);
  copyTo(moved, to, bytes, end, bytes.length);
  return moved;
}

/** The end of what was copied. A call out of JavaScript costs as much as copying some 60 bytes. */
function copyTo(target: Buffer, to: number, source: Buffer, start: number, end: number): number {
  const length = end - start;
  if (length > 60) return to + source.copy(target, to, start, end);
  for (let i = 0; i < length; i++) target[to + i] = source[start + i] as number;
  return to + length;
}
