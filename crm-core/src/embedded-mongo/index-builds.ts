import type { IndexOptions } from './commands/parse-index.ts';
import { isAmong } from './commands/same-index.ts';
import { MongoError } from './mongo-error.ts';
import type { Catalog } from './storage/catalog.ts';
import { namespaceOf } from './storage/catalog-types.ts';
import type { Collection, Filled } from './storage/collection.ts';
import type { Store } from './storage/store.ts';
import { TimeSlice } from './time-slice.ts';

/** How far the indexes of a collection are. */
export interface BuildProgress {
  collection: string;
  indexes: string[];
  done: number;
  records: number;
}

interface Added {
  /** How many indexes the collection had, and has. */
  before: number;
  after: number;
  /** The collection was made. */
  isNew: boolean;
}

/** Of a build of several slices it is told how far it is, so often. */
const TELL_MS = 2_000;

/**
 * Adds indexes to collections that have records: in slices, a transaction each, between which everything else runs. What is
 * written meanwhile is in the new indexes as well; reads go by them when all of it is.
 */
export class IndexBuilds {
  readonly #store: Store;
  readonly #catalog: Catalog;
  readonly #tell: (progress: BuildProgress) => void;
  /** One build at a time: together their slices would be as long as one piece. */
  #last: Promise<unknown> = Promise.resolve();
  #isStopping = false;

  constructor(store: Store, catalog: Catalog, tell: (progress: BuildProgress) => void = () => {}) {
    this.#store = store;
    this.#catalog = catalog;
    this.#tell = tell;
  }

  /** Throws away what a process that died was building. To be called once, before anything is written. */
  async discardUnfinished(): Promise<void> {
    for (const collection of this.#catalog.list()) {
      if (collection.spec.building) await this.#store.write(() => collection.abandonBuild());
    }
  }

  /**
   * Makes those of the indexes that are missing: all of them or none.
   *
   * @throws MongoError 85, 86, 171, 11000, and 276 when the collection is dropped or the server stops meanwhile
   */
  async add(db: string, name: string, wanted: readonly IndexOptions[]): Promise<Added> {
    const there = this.#catalog.get(db, name);
    if (there && wanted.every((one) => isAmong(there.spec.indexes, one))) {
      const { length } = there.spec.indexes;
      return { before: length, after: length, isNew: false };
    }
    // in a collection without records there is nothing to wait for
    if (!there?.hasRecords && !there?.spec.building) return this.#build(db, name, wanted);
    const turn = this.#last.then(() => this.#build(db, name, wanted));
    this.#last = turn.catch(() => {});
    return turn;
  }

  /** Builds under way end at their next slice. */
  stop(): void {
    this.#isStopping = true;
  }

  async #build(db: string, name: string, wanted: readonly IndexOptions[]): Promise<Added> {
    const { added, uuid, slice } = await this.#store.write(() => this.#begin(db, name, wanted));
    try {
      await this.#goOn(uuid, slice);
    } catch (error) {
      await this.#store.write(() => this.#collection(uuid)?.abandonBuild());
      throw error;
    }
    return added;
  }

  async #goOn(uuid: string, first: Filled): Promise<void> {
    let { last, count: done, isWhole } = first;
    let toldAt = 0;
    while (!isWhole) {
      const { progress, slice } = await this.#store.write(() => this.#next(uuid, last));
      done += slice.count;
      ({ last, isWhole } = slice);
      if (!isWhole && Date.now() - toldAt < TELL_MS) continue;
      toldAt = Date.now();
      this.#tell({ ...progress, done });
    }
  }

  /** The first slice, which is all of a small collection. Inside a write job. */
  #begin(db: string, name: string, wanted: readonly IndexOptions[]) {
    const isNew = this.#catalog.get(db, name) === undefined;
    const collection = this.#catalog.ensure(db, name);
    const { uuid, indexes } = collection.spec;
    const before = indexes.length;
    const missing: typeof indexes = [];
    for (const one of wanted)
      if (!isAmong([...indexes, ...missing], one)) missing.push(this.#catalog.newIndex(one));
    const added = { before, after: before + missing.length, isNew };
    if (missing.length === 0) return { added, uuid, slice: { last: 0, count: 0, isWhole: true } };
    collection.beginBuild(missing);
    return { added, uuid, slice: this.#slice(collection, 0) };
  }

  /** Inside a write job. */
  #next(uuid: string, after: number) {
    const collection = this.#collection(uuid);
    if (!collection?.spec.building)
      throw new MongoError('IndexBuildAborted', 'the collection was dropped while its indexes were built');
    if (this.#isStopping) throw new MongoError('IndexBuildAborted', 'the server stops');
    const progress = {
      collection: namespaceOf(collection.spec),
      indexes: collection.spec.building.map(({ name }) => name),
      records: collection.count,
    };
    return { progress, slice: this.#slice(collection, after) };
  }

  #slice(collection: Collection, after: number): Filled {
    try {
      const filled = collection.fill(after, new TimeSlice());
      if (filled.isWhole) collection.endBuild();
      return filled;
    } catch (error) {
      collection.abandonBuild();
      throw error;
    }
  }

  /** After a rollback it is another object. */
  #collection(uuid: string): Collection | undefined {
    return this.#catalog.list().find(({ spec }) => spec.uuid === uuid);
  }
}
