import { compileFilter, type Predicate } from '../query/filter.ts';
import type { TimeSlice } from '../time-slice.ts';
import { type Doc, decode } from '../values/doc.ts';
import { FieldPicker } from '../wire/field-picker.ts';
import { type CollectionSpec, type IndexSpec, namespaceOf } from './catalog-types.ts';
import { type CheckResult, checkCollection } from './check-collection.ts';
import { duplicateKey } from './duplicate-key.ts';
import { type IndexKeys, indexKeysOf } from './index-keys.ts';
import { indexRootsOf } from './index-roots.ts';
import { cutKey, encodeValue } from './key-encoding.ts';
import type { Entry, Store } from './store.ts';
import { entryKey, recordIdBytes, recordIdOf, recordKey, tableKey, tableRange } from './table-keys.ts';

/** While an index is filled, the clock is looked at after so many. */
const RECORDS_AT_ONCE = 50;

const EMPTY_KEYS: IndexKeys = { keys: [], multikey: [], hasCutKeys: false };

export interface StoredRecord {
  recordId: number;
  bytes: Buffer;
}

/** What one slice of a build has added: the last record, how many, and whether there are no more. */
export interface Filled {
  last: number;
  count: number;
  isWhole: boolean;
}

/** The records of one collection and their index entries. Writing methods run inside a write job only. */
export class Collection {
  readonly spec: CollectionSpec;
  isDropped = false;
  readonly #store: Store;
  readonly #save: () => void;
  readonly #partial = new WeakMap<IndexSpec, Predicate>();
  #nextRecordId: number;
  #count: number | undefined;
  #indexedFields: { of: number; picker: FieldPicker } | undefined;

  constructor(store: Store, spec: CollectionSpec, save: () => void) {
    this.#store = store;
    this.spec = spec;
    this.#save = save;
    const last = store.keys(tableRange(spec.table), 1, true)[0];
    this.#nextRecordId = last ? recordIdOf(last) + 1 : 1;
  }

  get namespace(): string {
    return namespaceOf(this.spec);
  }

  get store(): Store {
    return this.#store;
  }

  get hasRecords(): boolean {
    return this.#store.keys(tableRange(this.spec.table), 1).length > 0;
  }

  /** How many records there are; counted once, then kept. */
  get count(): number {
    this.#count ??= this.#store.count(tableRange(this.spec.table));
    return this.#count;
  }

  record(recordId: number): Buffer | undefined {
    return this.#store.get(recordKey(this.spec.table, recordId));
  }

  /** The indexes that a write changes. */
  get #written(): readonly IndexSpec[] {
    const { indexes, building = [] } = this.spec;
    return building.length > 0 ? [...indexes, ...building] : indexes;
  }

  /** Picks the top-level fields that decide on index entries. */
  get indexedFields(): FieldPicker {
    const indexes = this.#written;
    if (this.#indexedFields?.of !== indexes.length) {
      this.#indexedFields = { of: indexes.length, picker: new FieldPicker(indexRootsOf(indexes)) };
    }
    return this.#indexedFields.picker;
  }

  /** The record with this _id, read through the _id index. */
  findId(id: unknown): StoredRecord | undefined {
    const index = this.spec.indexes[0] as IndexSpec;
    const entry = this.#store.get(tableKey(index.table, cutKey(encodeValue(id))));
    if (!entry) return undefined;
    const recordId = recordIdOf(entry);
    const bytes = this.record(recordId);
    return bytes && { recordId, bytes };
  }

  /** @throws MongoError 11000 before anything is written */
  insert(doc: Doc, bytes: Buffer): void {
    const recordId = this.#nextRecordId;
    const indexes = this.#written;
    const keys = indexes.map((index) => this.#keysOf(index, doc));
    indexes.forEach((index, i) => {
      this.#checkUnique(index, doc, (keys[i] as IndexKeys).keys, recordId);
    });
    this.#store.put(recordKey(this.spec.table, recordId), bytes);
    indexes.forEach((index, i) => {
      this.#putKeys(index, keys[i] as IndexKeys, recordId);
    });
    this.#nextRecordId++;
    if (this.#count !== undefined) this.#count++;
  }

  /** @throws MongoError 11000 before anything is written */
  replace(recordId: number, before: Doc, after: Doc, bytes: Buffer): void {
    const changes: Array<{ index: IndexSpec; added: IndexKeys; removed: Buffer[] }> = [];
    for (const index of this.#written) {
      const old = this.#keysOf(index, before);
      const next = this.#keysOf(index, after);
      const kept = new Set(old.keys.map((key) => key.toString('latin1')));
      const added = next.keys.filter((key) => !kept.delete(key.toString('latin1')));
      const removed = old.keys.filter((key) => kept.has(key.toString('latin1')));
      if (added.length === 0 && removed.length === 0) continue;
      this.#checkUnique(index, after, added, recordId);
      changes.push({ index, added: { ...next, keys: added }, removed });
    }
    this.#store.put(recordKey(this.spec.table, recordId), bytes);
    for (const { index, added, removed } of changes) {
      for (const key of removed) this.#removeKey(index, key, recordId);
      this.#putKeys(index, added, recordId);
    }
  }

  remove(recordId: number, doc: Doc): void {
    for (const index of this.#written) {
      for (const key of this.#keysOf(index, doc).keys) this.#removeKey(index, key, recordId);
    }
    this.#store.remove(recordKey(this.spec.table, recordId));
    if (this.#count !== undefined) this.#count--;
  }

  /** From now on, and in place of any build before, writes keep these indexes too; what was there before is added by `fill`. */
  beginBuild(indexes: readonly IndexSpec[]): void {
    this.abandonBuild();
    this.spec.building = [...indexes];
    this.#indexedFields = undefined;
    this.#save();
  }

  /**
   * Adds the records behind one to the indexes that are being built, as many as there is time for.
   *
   * @param after - the last record that has been added; 0: none
   * @throws MongoError 11000 or 171
   */
  fill(after: number, slice: TimeSlice): Filled {
    const indexes = this.spec.building ?? [];
    const { end } = tableRange(this.spec.table);
    let last = after;
    let count = 0;
    let page: Entry[];
    do {
      page = this.#store.entries({ start: recordKey(this.spec.table, last + 1), end }, RECORDS_AT_ONCE);
      for (const { key, value } of page) {
        last = recordIdOf(key);
        const doc = decode(value);
        for (const index of indexes) {
          const keys = this.#keysOf(index, doc);
          this.#checkUnique(index, doc, keys.keys, last);
          this.#putKeys(index, keys, last);
        }
      }
      count += page.length;
    } while (page.length === RECORDS_AT_ONCE && !slice.isOver);
    return { last, count, isWhole: page.length < RECORDS_AT_ONCE };
  }

  /** The indexes have everything: reads may go by them. */
  endBuild(): void {
    this.spec.indexes.push(...(this.spec.building ?? []));
    this.#forgetBuild();
  }

  /** Leaves nothing of what was being built. */
  abandonBuild(): void {
    if (!this.spec.building) return;
    for (const index of this.spec.building) this.#store.removeRange(tableRange(index.table));
    this.#forgetBuild();
  }

  #forgetBuild(): void {
    delete this.spec.building;
    this.#indexedFields = undefined;
    this.#save();
  }

  dropIndex(index: IndexSpec): void {
    this.#store.removeRange(tableRange(index.table));
    this.spec.indexes.splice(this.spec.indexes.indexOf(index), 1);
    this.#indexedFields = undefined;
    this.#save();
  }

  save(): void {
    this.#save();
  }

  /** Whether the indexes agree with the records. */
  check(): CheckResult {
    const { table, indexes } = this.spec;
    return checkCollection(this.#store, table, indexes, (index, doc) => this.#keysOf(index, doc));
  }

  #keysOf(index: IndexSpec, doc: Doc): IndexKeys {
    if (index.partialFilter) {
      let accepts = this.#partial.get(index);
      if (!accepts) {
        accepts = compileFilter(index.partialFilter);
        this.#partial.set(index, accepts);
      }
      if (!accepts(doc)) return EMPTY_KEYS;
    }
    return indexKeysOf(index, doc);
  }

  /** A unique index has one entry a key, so the key alone finds it; otherwise the record id makes keys different. */
  #entryKey(index: IndexSpec, key: Buffer, recordId: number): Buffer {
    return entryKey(index.table, key, index.isUnique ? undefined : recordId);
  }

  #putKeys(index: IndexSpec, { keys, multikey, hasCutKeys }: IndexKeys, recordId: number): void {
    const value = recordIdBytes(recordId);
    for (const key of keys) this.#store.put(this.#entryKey(index, key, recordId), value);
    const isNews = (hasCutKeys && !index.hasCutKeys) || multikey.some((is, i) => is && !index.multikey[i]);
    if (!isNews) return;
    index.hasCutKeys ||= hasCutKeys;
    index.multikey = index.multikey.map((is, i) => is || multikey[i] === true);
    this.#save();
  }

  /** Of a unique index that is being filled, another record may have the key: which of them stays is not known yet. */
  #removeKey(index: IndexSpec, key: Buffer, recordId: number): void {
    const entry = this.#entryKey(index, key, recordId);
    if (index.isUnique && this.spec.building?.includes(index)) {
      const holder = this.#store.get(entry);
      if (holder && recordIdOf(holder) !== recordId) return;
    }
    this.#store.remove(entry);
  }

  #checkUnique(index: IndexSpec, doc: Doc, keys: Buffer[], recordId: number): void {
    if (!index.isUnique) return;
    for (const key of keys) {
      const holder = this.#store.get(tableKey(index.table, key));
      if (holder && recordIdOf(holder) !== recordId) throw duplicateKey(this.namespace, index, doc);
    }
  }
}
