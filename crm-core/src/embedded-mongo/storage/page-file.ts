import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/*
 * How LMDB lays its file out (liblmdb/mdb.c as lmdb-js builds it): pages of equal size; the first two are the meta pages,
 * of which the one with the greater transaction number counts. All numbers are little-endian.
 */
const MAGIC = 0xbeefc0de;
const VERSION = 2;
export const PAGE_HEADER_BYTES = 24;
const META_BYTES = 168;
const SMALLEST_PAGE = 512;
const LARGEST_PAGE = 65_536;

export const PAGE_KIND = { branch: 1, leaf: 2, overflow: 4, meta: 8 } as const;

/** One of the B-trees in the file: the free pages, or the data. */
export interface Tree {
  name: string;
  root: number;
  depth: number;
}

/** What is wrong with a file, to follow its name. */
export class DamagedPage extends Error {}

/** The pages of a database file, read without mapping it: what is broken cannot take the process down with it. */
export class PageFile {
  readonly pageBytes: number;
  readonly pages: number;
  readonly trees: Tree[];
  readonly #fd: number;
  readonly #page: Buffer;

  /** @throws DamagedPage when it does not begin as a database does */
  constructor(path: string) {
    this.#fd = openSync(path, 'r');
    try {
      const { size } = fstatSync(this.#fd);
      if (size === 0) throw new DamagedPage('has no content');
      const first = this.#meta(0);
      this.pageBytes = first.pageBytes;
      const metas = [first, this.#meta(first.pageBytes)];
      if (metas.some((meta) => meta.pageBytes !== first.pageBytes))
        throw new DamagedPage('has a damaged head: its two halves do not agree');
      const newest = metas.reduce((a, b) => (b.transaction > a.transaction ? b : a));
      this.pages = Math.floor(size / this.pageBytes);
      this.trees = newest.trees;
      this.#page = Buffer.alloc(this.pageBytes);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  #meta(at: number): { pageBytes: number; transaction: bigint; trees: Tree[] } {
    const bytes = Buffer.alloc(META_BYTES);
    if (readSync(this.#fd, bytes, 0, META_BYTES, at) < META_BYTES) {
      throw new DamagedPage('is too short to be a database: its end is missing');
    }
    const isMeta = (bytes.readUInt16LE(18) & PAGE_KIND.meta) !== 0 && bytes.readUInt32LE(24) === MAGIC;
    if (!isMeta) throw new DamagedPage('is no database, or its head is damaged');
    if ((bytes.readUInt32LE(28) & 0xffff) !== VERSION) throw new DamagedPage('is of another version of LMDB');
    const pageBytes = bytes.readUInt32LE(48);
    const isSize = pageBytes >= SMALLEST_PAGE && pageBytes <= LARGEST_PAGE && !(pageBytes & (pageBytes - 1));
    if (!isSize) throw new DamagedPage('has a damaged head: its pages have no possible size');
    const trees = [treeAt('the list of free pages', bytes, 48), treeAt('the data', bytes, 96)];
    return { pageBytes, transaction: bytes.readBigUInt64LE(152), trees };
  }

  /** Valid until the next read. @throws DamagedPage when there is no such page, or another one in its place */
  read(number: number): Buffer {
    if (number < 2 || number >= this.pages) throw new DamagedPage(`is cut off: page ${number} is not there`);
    readSync(this.#fd, this.#page, 0, this.pageBytes, number * this.pageBytes);
    if (this.#page.readBigUInt64LE(0) !== BigInt(number))
      throw new DamagedPage(`has a damaged page ${number}`);
    return this.#page;
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** A tree's description; -1n stands for a tree without a page. */
export function treeAt(name: string, bytes: Buffer, at: number): Tree {
  const root = bytes.readBigInt64LE(at + 40);
  return { name, depth: bytes.readUInt16LE(at + 6), root: root === -1n ? -1 : Number(root) };
}
