import { isDeepStrictEqual } from 'node:util';
import { CliantaError, ConflictError, InvalidError } from '../errors.ts';
import { exposed, tenantFilter, tenantValues } from './access.ts';
import { asConflict, duplicateKey } from './conflicts.ts';
import type { CreateInputOf, Entity } from './define-entity.ts';
import { requireGuard } from './guard.ts';
import { LinkedRecords } from './linked-records.ts';
import type { StoredDocument } from './outbox.ts';
import type { RecordValues } from './record-values.ts';
import type { NewDocument, RecordWriter } from './record-writer.ts';
import type { Scope } from './scope.ts';
import type { ServiceContext } from './service-context.ts';
import { validate } from './validate.ts';

/** Records written by one command. */
const BATCH = 500;

type Values = Record<string, unknown>;

/** A record that is to be made; its id follows from its cause, so that making it again changes nothing. */
export interface NewRecord<E extends Entity = Entity> {
  id: string;
  input: CreateInputOf<E>;
}

/** What became of one: made, there already from an earlier try, or refused as `create` would refuse it. */
export type Made = { id: string } & ({ kind: 'made' | 'known' } | { kind: 'refused'; error: CliantaError });

export interface CreateManyOptions {
  /** Everything is checked and nothing is written. */
  isDryRun?: boolean;
  /** Unique values of records that a dry run has let pass before; those of this batch are added. */
  passed?: Set<string>;
  /** Where the text came from, when the team has not written it. */
  outside?: string;
}

/** Makes many records at once, by the rules by which `create` makes one. */
export class RecordBatch {
  readonly #entity: Entity;
  readonly #context: ServiceContext;
  readonly #values: RecordValues;
  readonly #writer: RecordWriter;
  readonly #labels: ReadonlyMap<string, string>;

  constructor(
    entity: Entity,
    context: ServiceContext,
    parts: { values: RecordValues; writer: RecordWriter; labels: ReadonlyMap<string, string> },
  ) {
    this.#entity = entity;
    this.#context = context;
    this.#values = parts.values;
    this.#writer = parts.writer;
    this.#labels = parts.labels;
  }

  /** A batch is made ready while the one before it is written. @returns in the order of the records */
  async create(scope: Scope, records: readonly NewRecord[], options: CreateManyOptions): Promise<Made[]> {
    const outcomes = new Map<string, Made>();
    const ready = (start: number) => {
      const documents = this.#documents(scope, records.slice(start, start + BATCH), options, outcomes);
      // thrown where it is waited for
      documents.catch(() => {});
      return documents;
    };
    let next = ready(0);
    for (let start = 0; start < records.length; start += BATCH) {
      const documents = await next;
      next = ready(start + BATCH);
      await this.#write(scope, documents, options, outcomes);
    }
    return records.map(({ id }) => outcomes.get(id) as Made);
  }

  async #write(
    scope: Scope,
    documents: readonly NewDocument[],
    options: CreateManyOptions,
    outcomes: Map<string, Made>,
  ): Promise<void> {
    const { free, known } = await this.#withoutTaken(scope, documents, options, outcomes);
    const failed = options.isDryRun ? new Map() : await this.#writer.insertMany(scope, free);
    for (const { document, values } of free) {
      const id = document._id;
      const error = failed.get(id);
      if (error && isOwnId(error)) known.push(id);
      else if (error)
        outcomes.set(id, { id, kind: 'refused', error: await this.#refusal(scope, error, values) });
      else outcomes.set(id, { id, kind: 'made' });
    }
    for (const id of known) outcomes.set(id, { id, kind: 'known' });
    if (!options.isDryRun) await this.#writer.repair(known);
  }

  /** Those that are valid, as they would be stored. */
  async #documents(
    scope: Scope,
    records: readonly NewRecord[],
    { outside = scope.outside }: CreateManyOptions,
    outcomes: Map<string, Made>,
  ): Promise<NewDocument[]> {
    const linked = new LinkedRecords(this.#context.store, scope);
    await linked.preload(
      this.#entity.fields,
      records.map(({ input }) => input as Values),
    );
    const now = this.#context.now();
    const made = await Promise.all(
      records.map(async ({ id, input }): Promise<NewDocument | undefined> => {
        try {
          const what = this.#entity.label.one;
          const parsed = validate(this.#entity.createSchema, input, what, this.#labels) as Values;
          const values = await this.#values.complete(scope, parsed, linked);
          await requireGuard(this.#entity, this.#context.store, scope, { after: values });
          const document: StoredDocument = {
            ...values,
            _id: id,
            ...tenantValues(this.#entity, scope, values, id),
            version: 1,
            createdAt: now,
            updatedAt: now,
            createdBy: scope.actor.id,
            isDeleted: false,
            ...(outside && { outside }),
            ...this.#values.searchKeys(values),
          };
          return { document, values, entryId: `created.${id}`, at: now };
        } catch (error) {
          if (!(error instanceof CliantaError)) throw error;
          outcomes.set(id, { id, kind: 'refused', error });
          return undefined;
        }
      }),
    );
    return made.filter((one) => one !== undefined);
  }

  /** Those whose unique values nobody has: no live record, and none of those before. Trashed records hold nothing. */
  async #withoutTaken(
    scope: Scope,
    documents: readonly NewDocument[],
    { passed = new Set() }: CreateManyOptions,
    outcomes: Map<string, Made>,
  ): Promise<{ free: NewDocument[]; known: string[] }> {
    const holders = await this.#holders(scope, documents);
    const known: string[] = [];
    const free = documents.filter(({ document }) => {
      const id = document._id;
      if (holders.ids.has(id)) {
        known.push(id);
        return false;
      }
      const keys = this.#keysOf(document);
      const taken = keys.find(({ key }) => passed.has(key) || holders.keys.has(key));
      if (!taken) {
        for (const { key } of keys) passed.add(key);
        return true;
      }
      const what = taken.names.map((name) => `${name} ${String(document[name])}`).join(', ');
      const holder = holders.keys.get(taken.key);
      const who = holder
        ? ` (${this.#entity.titleOf(exposed(this.#entity, holder) as never)})`
        : ' further up';
      outcomes.set(id, {
        id,
        kind: 'refused',
        error: new ConflictError(`There is already a ${this.#entity.label.one} with ${what}${who}.`, {
          ...(holder && { existingId: holder._id }),
          fields: Object.fromEntries(taken.names.map((name) => [name, 'is already taken'])),
        }),
      });
      return false;
    });
    return { free, known };
  }

  /** What is stored with one of these ids, and who holds one of their unique values. */
  async #holders(scope: Scope, documents: readonly NewDocument[]) {
    const collection = this.#context.store.model(this.#entity).collection;
    const tenant = tenantFilter(this.#entity, scope);
    const find = (filter: Values) =>
      collection
        .find({ ...tenant, ...filter } as never, { projection: { search: 0, outbox: 0 } })
        .toArray() as unknown as Promise<StoredDocument[]>;
    const ids = documents.map(({ document }) => document._id);
    const uniques = this.#entity.unique ?? [];
    const [own, ...others] = await Promise.all([
      find({ _id: { $in: ids } }),
      ...uniques.map((names) => {
        const conditions = names.map((name) => [
          name,
          { $in: [...new Set(documents.map(({ document }) => document[name]))].filter(isThere) },
        ]);
        return find({ ...Object.fromEntries(conditions), isDeleted: false });
      }),
    ]);
    return {
      ids: new Set((own ?? []).map(({ _id }) => _id)),
      keys: new Map(
        others
          .flat()
          .flatMap((document) => this.#keysOf(document).map(({ key }) => [key, document] as const)),
      ),
    };
  }

  #keysOf(document: StoredDocument): Array<{ key: string; names: string[] }> {
    return (this.#entity.unique ?? [])
      .filter((names) => names.every((name) => isThere(document[name])))
      .map((names) => ({ names, key: JSON.stringify(names.map((name) => [name, document[name]])) }));
  }

  async #refusal(scope: Scope, error: unknown, values: Values): Promise<CliantaError> {
    const conflict = await asConflict(
      this.#entity,
      this.#context.store.model(this.#entity),
      scope,
      error,
      values,
    );
    if (conflict instanceof CliantaError) return conflict;
    return new InvalidError(`The database refused this ${this.#entity.label.one}.`);
  }
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null;

/** The record itself was there: an earlier try has made it. */
const isOwnId = (error: unknown): boolean =>
  isDeepStrictEqual(Object.keys(duplicateKey(error) ?? {}), ['_id']);
