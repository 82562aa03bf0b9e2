import { InvalidError } from '../errors.ts';
import { tenantFilter } from './access.ts';
import type { Entity } from './define-entity.ts';
import { nextNumber } from './number-series.ts';
import type { StoredDocument } from './outbox.ts';
import type { RecordStore } from './record-store.ts';
import type { Scope } from './scope.ts';
import type { Field } from './zod-fields.ts';

type Values = Record<string, unknown>;
const MOST_OF_A_LIST = 200;
/** How often records may have been merged on. */
const MOST_MERGES = 10;

type Found = (StoredDocument & { id: string }) | undefined;

/** The live records of the same workspace that one write looks at besides its own; none is read twice. */
export class LinkedRecords {
  readonly #store: RecordStore;
  readonly #scope: Scope;
  readonly #read = new Map<string, Promise<Found>>();
  readonly #lists = new Map<string, Promise<StoredDocument[]>>();

  constructor(store: RecordStore, scope: Scope) {
    this.#store = store;
    this.#scope = scope;
  }

  read(name: string, id: string): Promise<Found> {
    const key = `${name} ${id}`;
    const known = this.#read.get(key) ?? this.#find(name, { _id: id });
    this.#read.set(key, known);
    return known;
  }

  /** Reads what many records refer to, by one question for each kind. */
  async preload(fields: readonly Field[], records: readonly Values[]): Promise<void> {
    const wanted = new Map<string, Set<string>>();
    for (const field of fields)
      for (const record of records) {
        const name = field.ref ?? (field.refBy && String(record[field.refBy]));
        if (!name || !this.#store.entities.has(name)) continue;
        const ids = wanted.get(name) ?? new Set();
        wanted.set(name, ids);
        for (const id of [record[field.name]].flat()) if (typeof id === 'string') ids.add(id);
      }
    await Promise.all(
      [...wanted].map(async ([name, ids]) => {
        if (ids.size === 0) return;
        const entity = this.#store.entity(name);
        const found = await this.#store
          .model(entity)
          .find(this.#live(entity, { _id: { $in: [...ids] } }))
          .select({ search: 0, outbox: 0 })
          .lean<StoredDocument[]>();
        const byId = new Map(found.map((document) => [document._id, { ...document, id: document._id }]));
        for (const id of ids) this.#read.set(`${name} ${id}`, Promise.resolve(byId.get(id)));
      }),
    );
  }

  /** The first with these values. */
  async readWhere(name: string, values: Values): Promise<Found> {
    const found = await this.#find(name, values);
    if (found) this.#read.set(`${name} ${found.id}`, Promise.resolve(found));
    return found;
  }

  /** Those with these values; asked once. */
  readAll(name: string, values: Values): Promise<StoredDocument[]> {
    const key = `${name} ${JSON.stringify(values)}`;
    const entity = this.#store.entity(name);
    const known =
      this.#lists.get(key) ??
      this.#store
        .model(entity)
        .find(this.#live(entity, values))
        .select({ search: 0, outbox: 0 })
        .limit(MOST_OF_A_LIST)
        .lean<StoredDocument[]>()
        .then((found) => found.map((document) => ({ ...document, id: document._id })));
    this.#lists.set(key, known);
    return known;
  }

  /** How many there are with these values. */
  countWhere(name: string, values: Values): Promise<number> {
    const entity = this.#store.entity(name);
    return this.#store.model(entity).collection.countDocuments(this.#live(entity, values));
  }

  nextNumber(series: string): Promise<number> {
    return nextNumber(this.#store.connection, this.#scope.workspaceId, series);
  }

  /**
   * A reference may only name a record of the same workspace.
   *
   * @param values - what is written
   * @param next - the record as it would be
   * @returns references to records that were merged into others, as they are to be written
   * @throws InvalidError naming the field and the id
   */
  async check(fields: readonly Field[], values: Values, next: Values): Promise<Values> {
    const followed: Values = {};
    await Promise.all(
      fields.map(async (field) => {
        const isWritten = field.name in values || (field.refBy !== undefined && field.refBy in values);
        const value = next[field.name];
        const name = field.ref ?? (field.refBy && String(next[field.refBy]));
        if (!isWritten || name === undefined || value === undefined || value === null) return;
        const target = this.#store.entities.get(name);
        if (!target)
          throw new InvalidError(`There is no kind of record "${name}".`, {
            [field.refBy && isThere(next[field.refBy]) ? field.refBy : field.name]: 'is unknown',
          });
        const ids: string[] = Array.isArray(value) ? value : [String(value)];
        if (await this.#exist(target, ids)) return;
        const survivors = await Promise.all(ids.map((id) => this.#survivorOf(target, id)));
        if (survivors.every((id) => id !== undefined)) {
          followed[field.name] = Array.isArray(value) ? [...new Set(survivors)] : survivors[0];
          return;
        }
        const message = `There is no ${target.label.one} ${ids.join(', ')} in this workspace.`;
        throw new InvalidError(message, { [field.name]: message });
      }),
    );
    return followed;
  }

  /** The live record that has this id, or that such a record was merged into. */
  async #survivorOf(target: Entity, id: string): Promise<string | undefined> {
    let wanted = id;
    for (let hop = 0; hop < MOST_MERGES; hop++) {
      const found = await this.#store
        .model(target)
        .findOne({ $and: [tenantFilter(target, this.#scope), { _id: wanted }] })
        .select({ isDeleted: 1, mergedIntoId: 1 })
        .lean<{ isDeleted: boolean; mergedIntoId?: string }>();
      if (!found || (found.isDeleted && !found.mergedIntoId)) return undefined;
      if (!found.isDeleted) return wanted;
      wanted = found.mergedIntoId as string;
    }
    return undefined;
  }

  async #exist(target: Entity, ids: readonly string[]): Promise<boolean> {
    const unknown: string[] = [];
    for (const id of new Set(ids)) {
      const known = this.#read.get(`${target.name} ${id}`);
      if (!known) unknown.push(id);
      else if (!(await known)) return false;
    }
    if (unknown.length === 0) return true;
    const found = await this.#store
      .model(target)
      .collection.find(this.#live(target, { _id: { $in: unknown } }), { projection: { _id: 1 } })
      .toArray();
    return found.length === unknown.length;
  }

  async #find(name: string, values: Values): Promise<Found> {
    const entity = this.#store.entity(name);
    const found = await this.#store
      .model(entity)
      .findOne(this.#live(entity, values))
      .select({ search: 0, outbox: 0 })
      .lean<StoredDocument>();
    return found ? { ...found, id: found._id } : undefined;
  }

  #live(entity: Entity, values: Values): Values {
    return { $and: [tenantFilter(entity, this.#scope), { isDeleted: false }, values] };
  }
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null;
