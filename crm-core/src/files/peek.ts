/**
 * The beginning of a content, and all of it: the beginning can be looked at before the rest is read.
 *
 * @param bytes - how much of it; less when there is no more
 */
export async function peek(
  content: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<{ head: Uint8Array; whole: AsyncGenerator<Uint8Array> }> {
  const iterator = content[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let count = 0;
  while (count < bytes) {
    const next = await iterator.next();
    if (next.done) break;
    read.push(next.value);
    count += next.value.byteLength;
  }
  async function* whole() {
    try {
      yield* read;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally {
      // whoever sends it is told that no more is wanted
      await iterator.return?.();
    }
  }
  return { head: Buffer.concat(read).subarray(0, bytes), whole: whole() };
}
