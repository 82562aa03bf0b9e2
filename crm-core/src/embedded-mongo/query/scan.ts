import { MongoError } from '../mongo-error.ts';
import type { Collection, StoredRecord } from '../storage/collection.ts';
import type { Entry } from '../storage/store.ts';
import { recordIdOf, tableRange } from '../storage/table-keys.ts';
import type { Plan } from './planner.ts';
import { RangeReader } from './range-reader.ts';

export interface ScanStats {
  keysExamined: number;
  docsExamined: number;
}

/**
 * Reads the records of a plan one after the other.
 *
 * It may rest between two records for any time: it holds no read transaction, only the last keys it has handed out. What
 * is written meanwhile behind those keys is not seen, what is written before them is.
 */
export class Scan {
  readonly stats: ScanStats = { keysExamined: 0, docsExamined: 0 };
  readonly #collection: Collection;
  readonly #plan: Plan;
  readonly #readers: RangeReader[];
  readonly #seen: Set<number> | undefined;
  /** The scans of a plan that unites several, run one after the other. */
  readonly #branches: Scan[];
  #hasRested = false;

  constructor(collection: Collection, plan: Plan, seen?: Set<number>) {
    this.#collection = collection;
    this.#plan = plan;
    const ranges = plan.index ? plan.ranges : plan.union ? [] : [tableRange(collection.spec.table)];
    this.#readers = ranges.map((range) => new RangeReader(collection.store, range, plan.isReverse));
    this.#seen = seen ?? (plan.union || plan.index?.multikey.includes(true) ? new Set() : undefined);
    this.#branches = (plan.union ?? []).map((branch) => new Scan(collection, branch, this.#seen));
  }

  next(): StoredRecord | undefined {
    for (;;) {
      const found = this.#nextEntry();
      if (!found) return undefined;
      const bytes = found.bytes ?? this.#collection.record(found.recordId);
      if (!bytes) continue;
      this.stats.docsExamined++;
      return { recordId: found.recordId, bytes };
    }
  }

  /** As `next`, without reading the record: enough to count. */
  nextId(): number | undefined {
    return this.#nextEntry()?.recordId;
  }

  /** To be called before other work is let in. */
  rest(): void {
    this.#hasRested = true;
    for (const reader of this.#readers) reader.rest();
    for (const branch of this.#branches) branch.rest();
  }

  #nextEntry(): { recordId: number; bytes?: Buffer } | undefined {
    if (this.#hasRested) this.#checkAlive();
    for (;;) {
      const branch = this.#branches[0];
      if (branch) {
        const found = branch.#nextEntry();
        if (found) return found;
        this.stats.keysExamined += branch.stats.keysExamined;
        this.#branches.shift();
        continue;
      }
      const entry = this.#plan.isMerged ? this.#least() : this.#first();
      if (!entry) return undefined;
      if (!this.#plan.index) return { recordId: recordIdOf(entry.key), bytes: entry.value };
      this.stats.keysExamined++;
      const recordId = recordIdOf(entry.value);
      if (this.#seen?.has(recordId)) continue;
      this.#seen?.add(recordId);
      return { recordId };
    }
  }

  /** @throws MongoError 175 when what is read was taken away meanwhile: fewer results would look like all of them */
  #checkAlive(): void {
    this.#hasRested = false;
    const { isDropped, spec } = this.#collection;
    if (isDropped) throw new MongoError('QueryPlanKilled', `collection dropped: ${spec.db}.${spec.name}`);
    const { index } = this.#plan;
    if (index && !spec.indexes.includes(index)) {
      throw new MongoError('QueryPlanKilled', `index '${index.name}' dropped`);
    }
  }

  #first(): Entry | undefined {
    if (this.#plan.isOneKey) return this.#one();
    for (;;) {
      const reader = this.#readers[0];
      const entry = reader?.peek();
      if (entry) {
        reader?.take();
        return entry;
      }
      if (!reader) return undefined;
      this.#readers.shift();
    }
  }

  /** A unique index has one entry a key. */
  #one(): Entry | undefined {
    const key = this.#readers.shift() && this.#plan.ranges[0]?.start;
    const value = key && this.#collection.store.get(key);
    return value && { key, value };
  }

  /** The next entry in the order of what follows the ranges' own beginnings. */
  #least(): Entry | undefined {
    let best: { reader: RangeReader; entry: Entry; suffix: Buffer } | undefined;
    const sign = this.#plan.isReverse ? -1 : 1;
    for (const reader of this.#readers) {
      const entry = reader.peek();
      if (!entry) continue;
      const suffix = reader.suffix(entry);
      if (!best || Buffer.compare(suffix, best.suffix) * sign < 0) best = { reader, entry, suffix };
    }
    best?.reader.take();
    return best?.entry;
  }
}
