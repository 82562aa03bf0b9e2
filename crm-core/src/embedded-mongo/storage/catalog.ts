import { randomUUID } from 'node:crypto';
import { deserialize } from 'bson';
import { MongoError } from '../mongo-error.ts';
import { encode } from '../values/doc.ts';
import { type CollectionSpec, ID_INDEX, type IndexSpec, namespaceOf } from './catalog-types.ts';
import { Collection } from './collection.ts';
import type { Store } from './store.ts';
import { tableKey, tableRange } from './table-keys.ts';

/** Table 0 holds the catalogue: 0x01 + namespace -> collection, 0x02 -> the next free table number. */
const CATALOG = 0;
const NEXT_TABLE = tableKey(CATALOG, Buffer.from([2]));

function catalogKey(namespace: string): Buffer {
  return tableKey(CATALOG, Buffer.concat([Buffer.from([1]), Buffer.from(namespace)]));
}

/** All collections and their indexes; kept in memory, written through. Changes only inside a write job. */
export class Catalog {
  readonly #store: Store;
  #collections = new Map<string, Collection>();

  constructor(store: Store) {
    this.#store = store;
    this.reload();
    store.onRollback = () => this.reload();
  }

  /** Forgets what is in memory: after a rollback it may not be what is stored. */
  reload(): void {
    for (const collection of this.#collections.values()) collection.isDropped = true;
    this.#collections = new Map();
    const start = tableKey(CATALOG, Buffer.from([1]));
    const end = tableKey(CATALOG, Buffer.from([2]));
    for (const { value } of this.#store.entries({ start, end }, Number.MAX_SAFE_INTEGER)) {
      const spec = deserialize(value, { promoteValues: true }) as CollectionSpec;
      this.#collections.set(namespaceOf(spec), new Collection(this.#store, spec, () => this.save(spec)));
    }
  }

  get(db: string, name: string): Collection | undefined {
    return this.#collections.get(`${db}.${name}`);
  }

  list(db?: string): Collection[] {
    const all = [...this.#collections.values()];
    return db === undefined ? all : all.filter((collection) => collection.spec.db === db);
  }

  /** The collection, made when it is missing. */
  ensure(db: string, name: string): Collection {
    return this.get(db, name) ?? this.create(db, name);
  }

  create(db: string, name: string): Collection {
    checkName(db, name);
    const spec: CollectionSpec = {
      db,
      name,
      table: this.nextTable(),
      uuid: randomUUID().replaceAll('-', ''),
      indexes: [],
    };
    spec.indexes.push(
      this.newIndex({ name: ID_INDEX, fields: [{ path: '_id', direction: 1 }], isUnique: true }),
    );
    const collection = new Collection(this.#store, spec, () => this.save(spec));
    this.#collections.set(namespaceOf(spec), collection);
    this.save(spec);
    return collection;
  }

  drop(collection: Collection): void {
    const { spec } = collection;
    this.#store.removeRange(tableRange(spec.table));
    for (const { table } of [...spec.indexes, ...(spec.building ?? [])])
      this.#store.removeRange(tableRange(table));
    this.#store.remove(catalogKey(namespaceOf(spec)));
    this.#collections.delete(namespaceOf(spec));
    collection.isDropped = true;
  }

  newIndex(options: Partial<IndexSpec> & Pick<IndexSpec, 'name' | 'fields'>): IndexSpec {
    return {
      isUnique: false,
      isSparse: false,
      ...options,
      table: this.nextTable(),
      multikey: options.fields.map(() => false),
      hasCutKeys: false,
    };
  }

  save(spec: CollectionSpec): void {
    this.#store.put(catalogKey(namespaceOf(spec)), encode({ ...spec }));
  }

  nextTable(): number {
    const last = this.#store.get(NEXT_TABLE)?.readUInt32BE(0) ?? CATALOG + 1;
    const next = Buffer.allocUnsafe(4);
    next.writeUInt32BE(last + 1, 0);
    this.#store.put(NEXT_TABLE, next);
    return last;
  }
}

function checkName(db: string, name: string): void {
  const namespace = `${db}.${name}`;
  if (db === '' || /[/\\. "$\0]/.test(db) || db.length > 63) {
    throw new MongoError('InvalidNamespace', `Invalid database name: '${db}'`);
  }
  if (
    name === '' ||
    name.startsWith('.') ||
    name.includes('$') ||
    name.includes('\0') ||
    namespace.length > 255
  ) {
    throw new MongoError('InvalidNamespace', `Invalid collection name: ${namespace}`);
  }
}
