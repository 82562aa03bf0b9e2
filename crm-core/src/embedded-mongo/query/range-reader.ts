import type { Entry, KeyRange, Store } from '../storage/store.ts';

const FIRST_PAGE = 16;
const LARGEST_PAGE = 1_024;

/** Reads the entries of one key range in pages; between two calls it holds nothing but the last key handed out. */
export class RangeReader {
  readonly #store: Store;
  readonly #range: KeyRange;
  readonly #isReverse: boolean;
  /** Bytes that all keys of the range have in common; what follows them gives the order among ranges. */
  readonly #prefixLength: number;
  #page: Entry[] = [];
  #at = 0;
  #pageSize = FIRST_PAGE;
  #isDone = false;

  constructor(store: Store, range: KeyRange, isReverse: boolean) {
    this.#store = store;
    this.#range = { ...range };
    this.#isReverse = isReverse;
    this.#prefixLength = range.start.length;
  }

  /** The next entry, which stays the next one until `take`. */
  peek(): Entry | undefined {
    if (this.#at < this.#page.length) return this.#page[this.#at];
    if (this.#isDone) return undefined;
    this.#forgetPage();
    this.#page = this.#store.entries(this.#range, this.#pageSize, this.#isReverse);
    this.#isDone = this.#page.length < this.#pageSize;
    this.#pageSize = Math.min(this.#pageSize * 2, LARGEST_PAGE);
    return this.#page[0];
  }

  take(): void {
    this.#at++;
  }

  /** What was read ahead is read again when it is wanted, as it may change meanwhile. */
  rest(): void {
    if (this.#page.length > this.#at) this.#isDone = false;
    this.#forgetPage();
  }

  suffix(entry: Entry): Buffer {
    return entry.key.subarray(this.#prefixLength);
  }

  #forgetPage(): void {
    const last = this.#page[this.#at - 1];
    if (last && this.#isReverse) this.#range.end = last.key;
    else if (last) this.#range.start = Buffer.concat([last.key, ZERO]);
    this.#page = [];
    this.#at = 0;
  }
}

const ZERO = Buffer.from([0]);
