import { createReadStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { newId } from '../entity/ids.ts';
import { CliantaError } from '../errors.ts';
import {
  type ByteRange,
  type FileStore,
  FileStoreError,
  MissingContentError,
  requireFolder,
  requireKey,
  type StoredContent,
} from './file-store.ts';
import { Measured } from './measured.ts';

/** What is being written; renamed into its place when it is whole. */
const INCOMING = '.incoming';

/** Contents as files of a folder, readable by this user alone. */
export class FolderStore implements FileStore {
  readonly description: string;
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
    this.description = `the folder ${root}`;
  }

  async put(folder: string, content: AsyncIterable<Uint8Array>, mostBytes: number): Promise<StoredContent> {
    requireFolder(folder);
    const key = `${folder}/${newId()}`;
    const incoming = join(this.#root, INCOMING, newId());
    const measured = new Measured(content, mostBytes);
    try {
      await this.#write(incoming, measured);
      const path = join(this.#root, key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await rename(incoming, path);
    } catch (error) {
      await rm(incoming, { force: true }).catch(() => {});
      throw asStoreError(error);
    }
    return { key, bytes: measured.bytes, sha256: measured.sha256() };
  }

  async open(key: string, range?: ByteRange): Promise<Readable> {
    requireKey(key);
    const path = join(this.#root, key);
    try {
      await access(path);
    } catch {
      throw new MissingContentError();
    }
    return createReadStream(path, range);
  }

  async exists(key: string): Promise<boolean> {
    requireKey(key);
    return access(join(this.#root, key)).then(
      () => true,
      () => false,
    );
  }

  async remove(key: string): Promise<void> {
    requireKey(key);
    await rm(join(this.#root, key), { force: true });
  }

  async #write(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'wx', 0o600);
    try {
      for await (const chunk of content) await file.writeFile(chunk);
      // a name without its content is what a power cut would leave
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

/** In words, what the file system says; what the content itself threw stays as it is. */
function asStoreError(error: unknown): unknown {
  if (error instanceof CliantaError || !(error instanceof Error) || !('code' in error)) return error;
  const { code } = error;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new FileStoreError('The file was not kept: the disk is full. Make room and send it again.', {
      cause: error,
    });
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code) && 'syscall' in error)
    return new FileStoreError(`The file was not kept: the folder of files cannot be written to (${code}).`, {
      cause: error,
    });
  return error;
}
