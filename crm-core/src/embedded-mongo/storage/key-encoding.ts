import { createHash } from 'node:crypto';
import type { ObjectId, Timestamp } from 'bson';
import { binaryOf, RANK, rankOf, regexOf } from '../values/compare.ts';
import type { Doc } from '../values/doc.ts';
import type { BsonNumber } from '../values/exact-number.ts';
import { KeyWriter } from './key-writer.ts';
import { writeNumber } from './number-key.ts';

/** LMDB's limit is 1978 bytes; table id and record id need ten of them. */
export const MAX_KEY_BYTES = 1900;
/** What is kept of a longer key; 32 bytes of hash follow, so that different keys stay different. */
export const CUT_AT_BYTES = 1500;

const writer = new KeyWriter();

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
      writeNumber(writer, value as BsonNumber);
      break;
    case RANK.string:
      writer.text(String(value));
      break;
    case RANK.object:
      writeFields(value as Doc);
      break;
    case RANK.array:
      for (const item of value as unknown[]) writeValue(item);
      writer.byte(0);
      break;
    case RANK.binary:
      writeBinary(value);
      break;
    case RANK.objectId:
      writer.raw((value as ObjectId).id);
      break;
    case RANK.boolean:
      writer.byte(value ? 1 : 0);
      break;
    case RANK.date:
      writeInt64(Number.isNaN(Number(value)) ? 0n : BigInt(Number(value)));
      break;
    case RANK.timestamp:
      writeInt64((value as Timestamp).toBigInt() ^ (1n << 63n));
      break;
    case RANK.regex: {
      const { pattern, options } = regexOf(value);
      writer.text(pattern);
      writer.text(options);
      break;
    }
    case RANK.other:
      writer.text(JSON.stringify(value));
  }
}

function writeFields(doc: Doc): void {
  for (const [name, field] of Object.entries(doc)) {
    writer.byte(1);
    writer.byte(rankOf(field));
    writer.text(name);
    writeValue(field);
  }
  writer.byte(0);
}

/** By length, then subtype, then bytes. */
function writeBinary(value: unknown): void {
  const { subtype, bytes } = binaryOf(value);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(bytes.length, 0);
  head[4] = subtype;
  writer.raw(head);
  writer.raw(bytes);
}

/** Stands for an empty array in a multikey index: it sorts before null. */
export const EMPTY_ARRAY = Symbol('empty array');

function append(value: unknown, direction: 1 | -1): void {
  const from = writer.length;
  if (value === EMPTY_ARRAY) writer.byte(RANK.emptyArray);
  else writeValue(value);
  if (direction === -1) writer.invert(from);
}

/** The bytes of one value; byte order of two results is MongoDB's order of the values. */
export function encodeValue(value: unknown, direction: 1 | -1 = 1): Buffer {
  writer.length = 0;
  append(value, direction);
  return writer.take();
}

/** The bytes of an index entry's values, one after the other. */
export function encodeRow(
  fields: ReadonlyArray<{ direction: 1 | -1 }>,
  valueAt: (field: number) => unknown,
): Buffer {
  writer.length = 0;
  for (let i = 0; i < fields.length; i++) append(valueAt(i), (fields[i] as { direction: 1 | -1 }).direction);
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
