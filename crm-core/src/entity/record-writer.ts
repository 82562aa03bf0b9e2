import { mongo } from 'mongoose';
import { accessFilter } from './access.ts';
import { writeAudit } from './audit.ts';
import { asConflict } from './conflicts.ts';
import type { Entity } from './define-entity.ts';
import type { Change, OutboxEntry, StoredDocument } from './outbox.ts';
import { outboxEntry } from './outbox-entry.ts';
import type { RecordValues } from './record-values.ts';
import type { Scope } from './scope.ts';
import type { ServiceContext } from './service-context.ts';

/** What a write need not read of the document: its own bookkeeping. */
export const NO_OUTBOX = { search: 0, outbox: 0 } as const;

type Values = Record<string, unknown>;

/** A record that is to be inserted, with what its audit entry says. */
export interface NewDocument {
  document: StoredDocument;
  values: Values;
  /** Of its audit entry. */
  entryId: string;
  at: Date;
}

/**
 * Writes the documents of one entity, each in one atomic write that carries its audit entry and its events (outbox), and
 * acknowledges them after the audit entry is in the log.
 */
export class RecordWriter {
  readonly #entity: Entity;
  readonly #context: ServiceContext;
  readonly #values: RecordValues;

  constructor(entity: Entity, context: ServiceContext, values: RecordValues) {
    this.#entity = entity;
    this.#context = context;
    this.#values = values;
  }

  get #model() {
    return this.#context.store.model(this.#entity);
  }

  /** Inserts a new document with what its creation leaves behind. @throws what MongoDB says of a taken value */
  async insert(
    scope: Scope,
    document: StoredDocument,
    values: Values,
    entryId: string,
    at: Date,
  ): Promise<void> {
    const entry = this.#created(scope, { document, values, entryId, at });
    // checked by zod already: Mongoose need not build and check a document of its own
    await this.#model.collection.insertOne(document as never, { ignoreUndefined: true });
    await this.#committed(scope, document, entry);
  }

  /**
   * Inserts many by one command, each with what its creation leaves behind; one that is refused holds up no other.
   *
   * @returns by id, what MongoDB said of those that were refused
   */
  async insertMany(scope: Scope, documents: readonly NewDocument[]): Promise<Map<string, unknown>> {
    if (documents.length === 0) return new Map();
    const writes = documents.map((one) => ({ document: one.document, entry: this.#created(scope, one) }));
    const failed = new Map<string, unknown>();
    try {
      await this.#model.collection.insertMany(writes.map(({ document }) => document) as never[], {
        ordered: false,
        ignoreUndefined: true,
      });
    } catch (error) {
      if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
      for (const { index, err } of [error.writeErrors].flat())
        failed.set(writes[index]?.document._id ?? '', err);
    }
    if (this.#entity.isCached) this.#context.forgetCached(scope.workspaceId);
    const done = writes.flatMap(({ document, entry }) =>
      entry && !failed.has(document._id) ? [{ document, entry }] : [],
    );
    await writeAudit(this.#context.store, this.#entity, done);
    for (const write of done) this.#context.store.announce({ entity: this.#entity, ...write });
    return failed;
  }

  /** Copies to the audit log what a process has written that ended before it could. */
  async repair(ids: readonly string[]): Promise<void> {
    if (ids.length === 0 || !this.#entity.isAudited) return;
    const documents = (await this.#model.collection
      .find({ _id: { $in: ids }, 'outbox.at': { $exists: true } } as never)
      .toArray()) as unknown as StoredDocument[];
    const writes = documents.flatMap((document) =>
      (document.outbox ?? []).map((entry) => ({ document, entry })),
    );
    await writeAudit(this.#context.store, this.#entity, writes);
    for (const write of writes) this.#context.store.announce({ entity: this.#entity, ...write });
  }

  /** What the creation leaves behind, put into the document. */
  #created(scope: Scope, { document, values, entryId, at }: NewDocument): OutboxEntry | undefined {
    const entry = outboxEntry(this.#entity, scope, {
      change: 'created',
      entryId,
      at,
      document,
      before: {},
      after: values,
    });
    if (entry) document.outbox = [entry];
    return entry;
  }

  /** @returns the document after; undefined when it has not the version any more that `before` has */
  async rewrite(
    scope: Scope,
    before: StoredDocument,
    change: Change,
    values: Values,
    entryId: string,
  ): Promise<StoredDocument | undefined> {
    const now = this.#context.now();
    const isCleared = ([, value]: [string, unknown]) => value === null || value === undefined;
    const set: Values = Object.fromEntries(Object.entries(values).filter((entry) => !isCleared(entry)));
    const unset = Object.fromEntries(Object.entries(values).filter(isCleared));
    const merged = { ...before, ...values };
    if (change === 'updated') Object.assign(set, this.#values.searchKeys(merged));
    if (change === 'deleted') Object.assign(set, { isDeleted: true, deletedAt: now });
    if (change === 'restored') Object.assign(set, { isDeleted: false });
    if (change === 'restored') unset.deletedAt = 1;
    const entry = outboxEntry(this.#entity, scope, {
      change,
      entryId,
      at: now,
      document: { ...merged, version: before.version + 1, isDeleted: change === 'deleted' },
      previous: before,
      before: Object.fromEntries(Object.keys(values).map((name) => [name, before[name] ?? null])),
      after: values,
    });
    try {
      const after = (await this.#model.collection.findOneAndUpdate(
        { $and: [accessFilter(this.#entity, scope), { _id: before._id, version: before.version }] } as never,
        {
          $set: {
            ...set,
            updatedAt: now,
            ...(change === 'updated' && scope.outside && { outside: scope.outside }),
          },
          ...(Object.keys(unset).length > 0 && { $unset: unset as never }),
          $inc: { version: 1 },
          ...(entry && { $push: { outbox: entry } as never }),
        },
        { returnDocument: 'after', projection: NO_OUTBOX, ignoreUndefined: true },
      )) as StoredDocument | null;
      if (after) await this.#committed(scope, after, entry);
      return after ?? undefined;
    } catch (error) {
      throw await asConflict(this.#entity, this.#model, scope, error, merged);
    }
  }

  /** Whether the write of this id has been done: its audit entry is in the log. */
  async isLogged(entryId: string): Promise<boolean> {
    if (!this.#entity.isAudited) return false;
    return (await this.#context.store.model('userAction').exists({ _id: entryId })) !== null;
  }

  async #committed(scope: Scope, document: StoredDocument, entry: OutboxEntry | undefined): Promise<void> {
    scope.reads?.forget(this.#entity, document._id);
    if (this.#entity.isCached) this.#context.forgetCached(String(document[this.#entity.tenantField]));
    if (!entry) return;
    await writeAudit(this.#context.store, this.#entity, [{ document, entry }]);
    this.#context.store.announce({ entity: this.#entity, document, entry });
  }
}
