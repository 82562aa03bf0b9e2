import type { Batch } from '../cursors.ts';

/** The reply to a command that opens a cursor. */
export function firstBatch({ documents, cursorId }: Batch, namespace: string): Buffer {
  return cursorReply('firstBatch', documents, cursorId, namespace);
}

/** `{ cursor: { <field>: [documents], id, ns }, ok: 1 }`, with the documents' bytes copied in as they are. */
export function cursorReply(
  field: 'firstBatch' | 'nextBatch',
  batch: readonly Buffer[],
  cursorId: bigint,
  namespace: string,
): Buffer {
  const items = batch.flatMap((bytes, i) => [Buffer.from(`\x03${i}\0`), bytes]);
  const array = documentOf(items);
  const id = Buffer.alloc(8);
  id.writeBigInt64LE(cursorId);
  const name = Buffer.from(`${namespace}\0`);
  const nameLength = Buffer.alloc(4);
  nameLength.writeInt32LE(name.length);
  const cursor = documentOf([
    Buffer.from(`\x04${field}\0`),
    array,
    Buffer.from('\x12id\0'),
    id,
    Buffer.from('\x02ns\0'),
    nameLength,
    name,
  ]);
  return documentOf([Buffer.from('\x03cursor\0'), cursor, Buffer.from('\x01ok\0'), ONE]);
}

const ONE = Buffer.alloc(8);
ONE.writeDoubleLE(1);

function documentOf(parts: Buffer[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 5);
  const bytes = Buffer.allocUnsafe(length);
  bytes.writeInt32LE(length, 0);
  let at = 4;
  for (const part of parts) {
    part.copy(bytes, at);
    at += part.length;
  }
  bytes[at] = 0;
  return bytes;
}
