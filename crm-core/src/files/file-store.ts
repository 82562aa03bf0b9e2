import type { Readable } from 'node:stream';
import { CliantaError, UpstreamError } from '../errors.ts';

/** What was kept. */
export interface StoredContent {
  /** Finds it again: `<folder>/<id>`. Never shown. */
  key: string;
  bytes: number;
  /** Of the content, in hex. */
  sha256: string;
}

/** A part of a content, both ends within it: `{ start: 0, end: 0 }` is its first byte. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Where the contents of files are kept. A content is written once, whole or not at all, and never changed.
 *
 * `file-store.contract.ts` runs for every one of them.
 */
export interface FileStore {
  /** For people: "the folder .data/files". */
  readonly description: string;
  /**
   * Keeps a content, counted and hashed as it comes.
   *
   * @param folder - letters, digits and dashes: the id of the workspace
   * @param mostBytes - what is longer is not kept, and not read to its end
   * @throws FileTooBigError, or FileStoreError when it cannot be written; what the content itself throws
   */
  put(folder: string, content: AsyncIterable<Uint8Array>, mostBytes: number): Promise<StoredContent>;
  /** @throws MissingContentError when there is none of this key; FileStoreError when it cannot be read */
  open(key: string, range?: ByteRange): Promise<Readable>;
  exists(key: string): Promise<boolean>;
  /** Also of a key that there is nothing of. */
  remove(key: string): Promise<void>;
}

/** The content is longer than what is taken. */
export class FileTooBigError extends CliantaError {
  constructor(mostBytes: number) {
    super('invalid', `The file is bigger than ${megabytes(mostBytes)}, which is the most I can take.`);
  }
}

/** The content of a file is not where it was kept. */
export class MissingContentError extends CliantaError {
  constructor() {
    super('not_found', 'The content of this file is gone from where it was kept.');
  }
}

/** The store does not do what it should: the disk is full, the service away. */
export class FileStoreError extends UpstreamError {}

/** "25 MB". */
const megabytes = (bytes: number): string => `${Number((bytes / 2 ** 20).toFixed(1))} MB`;

const PLAIN = /^[\w-]{1,64}$/;
const KEY = /^[\w-]{1,64}\/[\w-]{1,64}$/;

/** @throws Error for what would lead out of the store: folders and keys are ours, never a person's words */
export function requireFolder(folder: string): void {
  if (!PLAIN.test(folder)) throw new Error('The folder of a file store is letters, digits and dashes.');
}

/** @throws MissingContentError for what is no key: there is nothing of it */
export function requireKey(key: string): void {
  if (!KEY.test(key)) throw new MissingContentError();
}
