import type { KeyRange } from './store.ts';

/** Bytes of a record id: 2^48 records. */
const RECORD_ID_BYTES = 6;

/** Every key begins with the number of its table. */
export function tableKey(table: number, rest: Uint8Array): Buffer {
  const key = Buffer.allocUnsafe(4 + rest.length);
  key.writeUInt32BE(table, 0);
  key.set(rest, 4);
  return key;
}

export function recordIdBytes(recordId: number): Buffer {
  const bytes = Buffer.allocUnsafe(RECORD_ID_BYTES);
  bytes.writeUIntBE(recordId, 0, RECORD_ID_BYTES);
  return bytes;
}

export function recordKey(table: number, recordId: number): Buffer {
  const key = Buffer.allocUnsafe(4 + RECORD_ID_BYTES);
  key.writeUInt32BE(table, 0);
  key.writeUIntBE(recordId, 4, RECORD_ID_BYTES);
  return key;
}

/** The key of an index entry: table, values and, unless the index is unique, the record id. */
export function entryKey(table: number, values: Uint8Array, recordId: number | undefined): Buffer {
  const end = 4 + values.length;
  const key = Buffer.allocUnsafe(recordId === undefined ? end : end + RECORD_ID_BYTES);
  key.writeUInt32BE(table, 0);
  key.set(values, 4);
  if (recordId !== undefined) key.writeUIntBE(recordId, end, RECORD_ID_BYTES);
  return key;
}

export function recordIdOf(bytes: Buffer): number {
  return bytes.readUIntBE(bytes.length - RECORD_ID_BYTES, RECORD_ID_BYTES);
}

export function tableRange(table: number): KeyRange {
  return { start: tableKey(table, EMPTY), end: tableKey(table + 1, EMPTY) };
}

const EMPTY = new Uint8Array(0);
