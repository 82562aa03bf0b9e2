import { compileFilter, type Predicate } from '../query/filter.ts';
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

const EMPTY_KEYS: IndexKeys = { keys: [], multikey: [], hasCutKeys: false };

export interface StoredRecord {
  recordId: number;
  bytes: Buffer;
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

  /** How many records there are; counted once, then kept. */
  get count(): number {
    this.#count ??= this.#store.count(tableRange(this.spec.table));
    return this.#count;
  }

  record(recordId: number): Buffer | undefined {
    return this.#store.get(recordKey(this.spec.table, recordId));
  }

  /** Picks the top-level fields that decide on index entries. */
  get indexedFields(): FieldPicker {
    const { indexes } = this.spec;
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
    const keys = this.spec.indexes.map((index) => this.#keysOf(index, doc));
    this.spec.indexes.forEach((index, i) => {
      this.#checkUnique(index, doc, (keys[i] as IndexKeys).keys, recordId);
    });
    this.#store.put(recordKey(this.spec.table, recordId), bytes);
    this.spec.indexes.forEach((index, i) => {
      this.#putKeys(index, keys[i] as IndexKeys, recordId);
    });
    this.#nextRecordId++;
    if (this.#count !== undefined) this.#count++;
  }

  /** @throws MongoError 11000 before anything is written */
  replace(recordId: number, before: Doc, after: Doc, bytes: Buffer): void {
    const changes: Array<{ index: IndexSpec; added: IndexKeys; removed: Buffer[] }> = [];
    for (const index of this.spec.indexes) {
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
      for (const key of removed) this.#store.remove(this.#entryKey(index, key, recordId));
      this.#putKeys(index, added, recordId);
    }
  }

  remove(recordId: number, doc: Doc): void {
    for (const index of this.spec.indexes) {
      for (const key of this.#keysOf(index, doc).keys) {
        this.#store.remove(this.#entryKey(index, key, recordId));
      }
    }
    this.#store.remove(recordKey(this.spec.table, recordId));
    if (this.#count !== undefined) this.#count--;
  }

  /**
   * Fills a new index and adds it to the collection.
   *
   * @throws MongoError 11000 or 171, with nothing left behind
   */
  build(index: IndexSpec): void {
    const range = tableRange(this.spec.table);
    try {
      let page: Entry[];
      do {
        page = this.#store.entries(range, 1_000);
        for (const { key, value } of page) {
          const doc = decode(value);
          const keys = this.#keysOf(index, doc);
          this.#checkUnique(index, doc, keys.keys, recordIdOf(key));
          this.#putKeys(index, keys, recordIdOf(key));
        }
        const last = page.at(-1);
        if (last) range.start = Buffer.concat([last.key, Buffer.from([0])]);
      } while (page.length === 1_000);
    } catch (error) {
      this.#store.removeRange(tableRange(index.table));
      throw error;
    }
    this.spec.indexes.push(index);
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
    if (this.spec.indexes.includes(index)) this.#save();
  }

  #checkUnique(index: IndexSpec, doc: Doc, keys: Buffer[], recordId: number): void {
    if (!index.isUnique) return;
    for (const key of keys) {
      const holder = this.#store.get(tableKey(index.table, key));
      if (holder && recordIdOf(holder) !== recordId) throw duplicateKey(this.namespace, index, doc);
    }
  }
}
