import { createHash } from 'node:crypto';
import type { ObjectId, Timestamp } from 'bson';
import { binaryOf, RANK, rankOf, regexOf } from '../values/compare.ts';
import type { Doc } from '../values/doc.ts';
import { type BsonNumber, compareExact, exactOf, simplify } from '../values/exact-number.ts';

/** LMDB's limit is 1978 bytes; table id and record id need ten of them. */
export const MAX_KEY_BYTES = 1900;
/** What is kept of a longer key; 32 bytes of hash follow, so that different keys stay different. */
export const CUT_AT_BYTES = 1500;

/** Grows as needed; one is reused for all keys, so the result of `take` is a copy. */
class KeyWriter {
  bytes = Buffer.allocUnsafe(4096);
  length = 0;

  room(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + count));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  byte(value: number): void {
    this.room(1);
    this.bytes[this.length++] = value;
  }

  raw(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** UTF-8 with 0x00 escaped as 0x00 0xFF, ended by 0x00 0x00: a prefix sorts before what continues it. */
  text(value: string): void {
    this.room(value.length * 6 + 2);
    const start = this.length;
    this.length += this.bytes.write(value, start, 'utf8');
    if (value.includes('\0')) {
      const plain = Buffer.from(this.bytes.subarray(start, this.length));
      this.length = start;
      for (const byte of plain) {
        this.bytes[this.length++] = byte;
        if (byte === 0) this.bytes[this.length++] = 0xff;
      }
    }
    this.bytes[this.length++] = 0;
    this.bytes[this.length++] = 0;
  }

  invert(from: number): void {
    for (let i = from; i < this.length; i++) this.bytes[i] = ~(this.bytes[i] as number) & 0xff;
  }

  take(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.length));
  }
}

const writer = new KeyWriter();

/** A number that sorts as the values do: flip the sign bit of positives, all bits of negatives. NaN is all zeros. */
function writeDouble(value: number): void {
  writer.room(8);
  const at = writer.length;
  writer.length += 8;
  if (Number.isNaN(value)) {
    writer.bytes.fill(0, at, at + 8);
    return;
  }
  writer.bytes.writeDoubleBE(value === 0 ? 0 : value, at);
  if ((writer.bytes[at] as number) & 0x80) writer.invert(at);
  else writer.bytes[at] = (writer.bytes[at] as number) | 0x80;
}

function writeNumber(value: BsonNumber): void {
  const simple = simplify(value);
  if (typeof simple === 'number') {
    writeDouble(simple);
    writer.byte(0);
    return;
  }
  // the greatest double below the value, then the rest as a decimal fraction
  const exact = exactOf(simple);
  let floor = Number(`${exact.coefficient}E${exact.exponent}`);
  if (!Number.isFinite(floor)) floor = Math.sign(floor) * Number.MAX_VALUE;
  if (compareExact(exactOf(floor), exact) > 0) floor = nextDown(floor);
  writeDouble(floor);
  writer.byte(1);
  const base = exactOf(floor);
  const exponent = Math.min(base.exponent, exact.exponent);
  const rest =
    exact.coefficient * 10n ** BigInt(exact.exponent - exponent) -
    base.coefficient * 10n ** BigInt(base.exponent - exponent);
  const digits = rest.toString().replace(/0+$/, '');
  const magnitude = rest.toString().length + exponent + 0x8000;
  writer.byte(magnitude >> 8);
  writer.byte(magnitude & 0xff);
  writer.text(digits);
}

function nextDown(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  bits.writeBigUInt64BE(bits.readBigUInt64BE() + (value > 0 ? -1n : 1n));
  return bits.readDoubleBE();
}

function writeInt64(value: bigint): void {
  writer.room(8);
  writer.bytes.writeBigUInt64BE(BigInt.asUintN(64, value) ^ (1n << 63n), writer.length);
  writer.length += 8;
}

function writeValue(value: unknown): void {
  const rank = rankOf(value);
  writer.byte(rank);
  switch (rank) {
    case RANK.number:
      return writeNumber(value as BsonNumber);
    case RANK.string:
      return writer.text(String(value));
    case RANK.object:
      for (const [name, field] of Object.entries(value as Doc)) {
        writer.byte(1);
        writer.byte(rankOf(field));
        writer.text(name);
        writeValue(field);
      }
      return writer.byte(0);
    case RANK.array:
      for (const item of value as unknown[]) writeValue(item);
      return writer.byte(0);
    case RANK.binary: {
      const { subtype, bytes } = binaryOf(value);
      const head = Buffer.alloc(5);
      head.writeUInt32BE(bytes.length, 0);
      head[4] = subtype;
      writer.raw(head);
      return writer.raw(bytes);
    }
    case RANK.objectId:
      return writer.raw((value as ObjectId).id);
    case RANK.boolean:
      return writer.byte(value ? 1 : 0);
    case RANK.date:
      return writeInt64(Number.isNaN(Number(value)) ? 0n : BigInt(Number(value)));
    case RANK.timestamp:
      return writeInt64((value as Timestamp).toBigInt() ^ (1n << 63n));
    case RANK.regex: {
      const { pattern, options } = regexOf(value);
      writer.text(pattern);
      return writer.text(options);
    }
    case RANK.other:
      return writer.text(JSON.stringify(value));
  }
}

/** Stands for an empty array in a multikey index: it sorts before null. */
export const EMPTY_ARRAY = Symbol('empty array');

/** The bytes of one value; byte order of two results is MongoDB's order of the values. */
export function encodeValue(value: unknown, direction: 1 | -1 = 1): Buffer {
  writer.length = 0;
  if (value === EMPTY_ARRAY) writer.byte(RANK.emptyArray);
  else writeValue(value);
  if (direction === -1) writer.invert(0);
  return writer.take();
}

/** A prefix of every string that begins with `text`, without the end mark. */
export function encodeStringPrefix(text: string): Buffer {
  const full = encodeValue(text);
  return full.subarray(0, full.length - 2);
}

/** The bytes as they are, or their beginning and a hash when they are too long for a key. */
export function cutKey(bytes: Buffer): Buffer {
  if (bytes.length <= MAX_KEY_BYTES) return bytes;
  return Buffer.concat([bytes.subarray(0, CUT_AT_BYTES), createHash('sha256').update(bytes).digest()]);
}

/** The first key after all that begin with these bytes; undefined when there is none. */
export function afterPrefix(bytes: Uint8Array): Buffer | undefined {
  for (let end = bytes.length; end > 0; end--) {
    const last = bytes[end - 1] as number;
    if (last === 0xff) continue;
    const next = Buffer.from(bytes.subarray(0, end));
    next[end - 1] = last + 1;
    return next;
  }
  return undefined;
}
