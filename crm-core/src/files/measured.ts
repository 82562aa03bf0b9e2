import { createHash } from 'node:crypto';
import { FileTooBigError } from './file-store.ts';

/** A content that is counted and hashed while it passes. */
export class Measured {
  bytes = 0;
  readonly #hash = createHash('sha256');
  readonly #content: AsyncIterable<Uint8Array>;
  readonly #mostBytes: number;

  constructor(content: AsyncIterable<Uint8Array>, mostBytes: number) {
    this.#content = content;
    this.#mostBytes = mostBytes;
  }

  /** @throws FileTooBigError with the first byte that is too many */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#content) {
      this.bytes += chunk.byteLength;
      if (this.bytes > this.#mostBytes) throw new FileTooBigError(this.#mostBytes);
      this.#hash.update(chunk);
      yield chunk;
    }
  }

  /** Of all that has passed; asked for once, at the end. */
  sha256(): string {
    return this.#hash.digest('hex');
  }
}
