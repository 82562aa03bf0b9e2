import type { Collection, StoredRecord } from '../storage/collection.ts';
import type { KeyRange } from '../storage/store.ts';
import { recordIdOf, tableRange } from '../storage/table-keys.ts';
import type { Plan } from './planner.ts';

const FIRST_PAGE = 32;
const LARGEST_PAGE = 1_024;

export interface ScanStats {
  keysExamined: number;
  docsExamined: number;
}

/**
 * Reads the records of a plan one after the other.
 *
 * It may rest between two records for any time: it holds no read transaction, only the last key it has handed out. What
 * is written meanwhile behind that key is not seen, what is written before it is.
 */
export class Scan {
  readonly stats: ScanStats = { keysExamined: 0, docsExamined: 0 };
  readonly #collection: Collection;
  readonly #plan: Plan;
  readonly #ranges: KeyRange[];
  readonly #seen: Set<number> | undefined;
  #page: Array<{ key: Buffer; recordId: number; bytes?: Buffer }> = [];
  #at = 0;
  #pageSize = FIRST_PAGE;

  constructor(collection: Collection, plan: Plan) {
    this.#collection = collection;
    this.#plan = plan;
    this.#ranges = plan.index
      ? plan.ranges.map((range) => ({ ...range }))
      : [tableRange(collection.spec.table)];
    if (plan.index?.multikey.includes(true)) this.#seen = new Set();
  }

  next(): StoredRecord | undefined {
    for (;;) {
      const recordId = this.#nextId();
      if (recordId === undefined) return undefined;
      const bytes = this.#page[this.#at - 1]?.bytes ?? this.#collection.record(recordId);
      if (!bytes) continue;
      this.stats.docsExamined++;
      return { recordId, bytes };
    }
  }

  /** As `next`, without reading the record: enough to count. */
  nextId(): number | undefined {
    return this.#nextId();
  }

  /** To be called before other work is let in: what was read ahead is forgotten, as it may change. */
  rest(): void {
    const last = this.#page[this.#at - 1];
    const range = this.#ranges[0];
    if (last && range) this.#continueAfter(range, last.key);
    this.#page = [];
    this.#at = 0;
  }

  #nextId(): number | undefined {
    for (;;) {
      const entry = this.#page[this.#at];
      if (!entry) {
        if (!this.#readPage()) return undefined;
        continue;
      }
      this.#at++;
      if (this.#plan.index) this.stats.keysExamined++;
      if (this.#seen?.has(entry.recordId)) continue;
      this.#seen?.add(entry.recordId);
      return entry.recordId;
    }
  }

  #readPage(): boolean {
    for (;;) {
      const range = this.#ranges[0];
      if (!range || this.#collection.isDropped) return false;
      const last = this.#page.at(-1);
      if (last) this.#continueAfter(range, last.key);
      const entries = this.#collection.store.entries(range, this.#pageSize, this.#plan.isReverse);
      this.#at = 0;
      if (entries.length > 0) {
        this.#pageSize = Math.min(this.#pageSize * 2, LARGEST_PAGE);
        this.#page = this.#plan.index
          ? entries.map(({ key, value }) => ({ key, recordId: recordIdOf(value) }))
          : entries.map(({ key, value }) => ({ key, recordId: recordIdOf(key), bytes: value }));
        return true;
      }
      this.#page = [];
      this.#ranges.shift();
    }
  }

  #continueAfter(range: KeyRange, key: Buffer): void {
    if (this.#plan.isReverse) range.end = key;
    else range.start = Buffer.concat([key, Buffer.from([0])]);
  }
}
