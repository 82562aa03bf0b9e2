import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { FileStore } from '@clianta/crm-core/files/file-store';
import { FileTooBigError, MissingContentError } from '@clianta/crm-core/files/file-store';
import { describe, expect, it } from 'vitest';

const MB = 2 ** 20;

interface Opened {
  store: FileStore;
  /** How much of contents there is, with what was begun and not ended. */
  kept(): Promise<number>;
  /** From now on nothing can be written. */
  breakDown(): Promise<void>;
}

async function* chunks(count: number, bytes: number, seen?: { count: number }): AsyncGenerator<Buffer> {
  for (let at = 0; at < count; at++) {
    if (seen) seen.count = at + 1;
    yield Buffer.alloc(bytes, at % 251);
  }
}

/** What every store of files promises. */
export function fileStoreContract(name: string, open: () => Promise<Opened>): void {
  describe(`file store: ${name}`, () => {
    it('keeps a content as it came, counted and hashed, and gives it or a part of it back', async () => {
      const { store } = await open();
      const whole = await buffer(chunks(13, MB));
      const stored = await store.put('w1', chunks(13, MB), 20 * MB);
      expect(stored).toEqual({
        key: expect.stringMatching(/^w1\/[\w-]+$/),
        bytes: 13 * MB,
        sha256: createHash('sha256').update(whole).digest('hex'),
      });
      expect((await buffer(await store.open(stored.key))).equals(whole)).toBe(true);
      const part = await buffer(await store.open(stored.key, { start: MB - 1, end: MB }));
      expect([...part]).toEqual([0, 1]);
      expect(await store.exists(stored.key)).toBe(true);
    });

    it('keeps a content of nothing', async () => {
      const { store } = await open();
      const { key, bytes } = await store.put('w1', chunks(0, 1), MB);
      expect(bytes).toBe(0);
      expect(await buffer(await store.open(key))).toHaveLength(0);
    });

    it('gives each content a place of its own, the same content too', async () => {
      const { store } = await open();
      const [a, b] = await Promise.all([
        store.put('w1', chunks(1, 3), MB),
        store.put('w1', chunks(1, 3), MB),
      ]);
      expect(a.sha256).toBe(b.sha256);
      await store.remove(a.key);
      expect(await store.exists(b.key)).toBe(true);
    });

    it('breaks off what is too big as soon as that is known, and leaves nothing of it', async () => {
      const { store, kept } = await open();
      const seen = { count: 0 };
      await expect(store.put('w1', chunks(1_000, MB, seen), 12 * MB)).rejects.toThrow(FileTooBigError);
      expect(seen.count).toBeLessThan(40);
      expect(await kept()).toBe(0);
    });

    it('leaves nothing of a content that ends in the middle, and throws what that threw', async () => {
      const { store, kept } = await open();
      async function* torn() {
        yield* chunks(11, MB);
        throw new RangeError('the line is cut');
      }
      await expect(store.put('w1', torn(), 20 * MB)).rejects.toThrow('the line is cut');
      expect(await kept()).toBe(0);
    });

    it('says in words that it cannot write, and nothing of where', async () => {
      const { store, breakDown } = await open();
      await breakDown();
      await expect(store.put('w1', chunks(1, 3), MB)).rejects.toMatchObject({
        code: 'upstream',
        message: expect.stringMatching(/^The file (was not|could not be) kept: /),
      });
    });

    it('removes a content once and for all, and one that is gone again', async () => {
      const { store } = await open();
      const { key } = await store.put('w1', chunks(1, 3), MB);
      await store.remove(key);
      await store.remove(key);
      expect(await store.exists(key)).toBe(false);
      await expect(store.open(key)).rejects.toThrow(MissingContentError);
    });

    it('takes no key and no folder that leads elsewhere', async () => {
      const { store } = await open();
      for (const key of ['../secret', 'w1/../../etc/passwd', '/etc/passwd', 'w1', '', 'w1/a/b', 'w1/.'])
        await expect(store.open(key), key).rejects.toThrow(MissingContentError);
      for (const folder of ['..', 'a/b', ''])
        await expect(store.put(folder, chunks(1, 1), MB), folder).rejects.toThrow('folder');
    });
  });
}
