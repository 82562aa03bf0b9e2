import { ConflictError, NotFoundError } from '../errors.ts';
import { exposed, requireAccess, tenantFilter, tenantValues } from './access.ts';
import { asConflict, duplicateKey, requireFree, staleVersion } from './conflicts.ts';
import type { CreateInputOf, Entity, RecordOf, UpdateInputOf } from './define-entity.ts';
import { requireGuard } from './guard.ts';
import { idFrom, newId } from './ids.ts';
import { type Consequence, consequencesOf, requireConsequences } from './on-delete.ts';
import { oneAtATime } from './one-at-a-time.ts';
import type { Change, StoredDocument } from './outbox.ts';
import { type CreateManyOptions, type Made, type NewRecord, RecordBatch } from './record-batch.ts';
import { RecordReader } from './record-reader.ts';
import { RecordValues } from './record-values.ts';
import { NO_OUTBOX, RecordWriter } from './record-writer.ts';
import { operation, type Scope } from './scope.ts';
import type { ServiceContext } from './service-context.ts';
import { validate } from './validate.ts';

/** How often an update that lost a race is tried again when the caller named no version. */
const RACE_ATTEMPTS = 8;

/** A repeatable write looks for its own id in the outbox. */
const OUTBOX_IDS = { search: 0, 'outbox.before': 0, 'outbox.after': 0 } as const;

type Values = Record<string, unknown>;

/** A write of an existing record. */
interface Rewrite {
  id: string;
  entryId: string;
  /** Refuse unless the record still has this version. */
  version: number | undefined;
  fromTrash: boolean;
  /** The document as it was just read. */
  known?: StoredDocument;
  decide(before: StoredDocument): Promise<{ change: Change; values: Values }>;
}

/**
 * Reads and writes the records of one entity. Every method needs a Scope and sees only that scope's workspace.
 *
 * A write is one atomic write of one document, which carries its audit entry and its events (outbox). It is
 * acknowledged after the audit entry is in the log.
 */
export class RecordService<E extends Entity> extends RecordReader<E> {
  readonly #values: RecordValues;
  readonly #writer: RecordWriter;
  readonly #batch: RecordBatch;
  readonly #labels: ReadonlyMap<string, string>;

  constructor(entity: E, context: ServiceContext) {
    super(entity, context);
    this.#values = new RecordValues(entity, context);
    this.#writer = new RecordWriter(entity, context, this.#values);
    this.#labels = new Map(entity.fields.flatMap(({ name, label }) => (label ? [[name, label]] : [])));
    const parts = { values: this.#values, writer: this.#writer, labels: this.#labels };
    this.#batch = new RecordBatch(entity, context, parts);
  }

  /**
   * @param id - for set-up code that needs a known id; otherwise one is made
   * @throws ConflictError with `existingId` when a unique value is taken
   */
  async create(
    scope: Scope,
    input: CreateInputOf<E>,
    options: { id?: string; isDemo?: boolean; outside?: string } = {},
  ): Promise<RecordOf<E>> {
    requireAccess(this.entity, scope, 'create');
    const parsed = validate(this.entity.createSchema, input, this.entity.label.one, this.#labels) as Values;
    return this.#inTurn(scope, undefined, parsed, () => this.#create(scope, parsed, options));
  }

  async #create(
    scope: Scope,
    parsed: Values,
    options: { id?: string; isDemo?: boolean; outside?: string },
  ): Promise<RecordOf<E>> {
    const values = await this.#values.complete(scope, parsed);
    await requireGuard(this.entity, this.context.store, scope, { after: values });
    const now = this.context.now();
    const outside = options.outside ?? scope.outside;
    const entryId = entryIdOf(scope);
    const _id = options.id ?? (scope.operation ? idFrom(`record:${entryId}`) : newId());
    const document: StoredDocument = {
      ...values,
      _id,
      ...tenantValues(this.entity, scope, values, _id),
      version: 1,
      createdAt: now,
      updatedAt: now,
      createdBy: scope.actor.id,
      isDeleted: false,
      ...(options.isDemo && { isDemo: true }),
      ...(outside && { outside }),
      ...this.#values.searchKeys(values),
    };
    try {
      await this.#writer.insert(scope, document, values, entryId, now);
    } catch (error) {
      // the same operation again: whichever unique index spoke first, the record is the one it made before
      const own = duplicateKey(error) && scope.operation ? await this.getMany(scope, [_id]) : undefined;
      const made = own?.get(_id);
      if (made) return made;
      throw await asConflict(this.entity, this.model, scope, error, values);
    }
    return exposed(this.entity, document);
  }

  /**
   * Makes many records, by the rules by which `create` makes one and 500 by one command. What is refused holds up no other.
   * Each id follows from its cause: made again they change nothing, and what a crash has left is put in order.
   *
   * @returns in their order, what became of each
   */
  async createMany(
    scope: Scope,
    records: ReadonlyArray<NewRecord<E>>,
    options: CreateManyOptions = {},
  ): Promise<Made[]> {
    requireAccess(this.entity, scope, 'create');
    const isBulk = records.length > 1 || scope.isBulk;
    const own = { ...scope, ...(isBulk && { isBulk, groupId: scope.groupId ?? scope.turnId ?? newId() }) };
    return this.#batch.create(own, records as readonly NewRecord[], options);
  }

  /**
   * Changes the given fields; null clears one. Nothing is written when nothing changes.
   *
   * @param options.version - refuse unless the record still has this version
   * @throws ConflictError when another write came first
   */
  async update(
    scope: Scope,
    id: string,
    patch: UpdateInputOf<E>,
    options: { version?: number } = {},
  ): Promise<RecordOf<E>> {
    requireAccess(this.entity, scope, 'update');
    const parsed = validate(this.entity.updateSchema, patch, this.entity.label.one, this.#labels) as Values;
    return this.#inTurn(scope, id, parsed, () =>
      this.#rewrite(scope, {
        id,
        entryId: entryIdOf(scope),
        version: options.version,
        fromTrash: false,
        decide: async (before) => ({
          change: 'updated',
          values: await this.#values.changed(scope, before, parsed),
        }),
      }),
    );
  }

  /**
   * Which fields `update` would change, by its rules; nothing is written.
   *
   * @throws what `update` throws
   */
  async changes(scope: Scope, id: string, patch: UpdateInputOf<E>): Promise<string[]> {
    requireAccess(this.entity, scope, 'update');
    const parsed = validate(this.entity.updateSchema, patch, this.entity.label.one, this.#labels) as Values;
    const before = await this.load(scope, id, NO_OUTBOX);
    if (before.isDeleted) throw new NotFoundError(this.entity.label.one, id);
    const values = await this.#values.changed(scope, before, parsed);
    await requireGuard(this.entity, this.context.store, scope, {
      before,
      after: { ...before, ...values },
      id,
    });
    await requireFree(this.entity, this.model, scope, { ...before, ...values }, Object.keys(values));
    return Object.keys(values);
  }

  /**
   * Puts back values that the record had, as they were: what the entity's own rule would make of them was part of the
   * state that they come from.
   *
   * @param version - refuse unless the record still has this version
   * @throws InvalidError when the rule does not allow the state any more, or a record that it refers to is gone
   */
  async revert(scope: Scope, id: string, values: Values, version: number): Promise<RecordOf<E>> {
    requireAccess(this.entity, scope, 'update');
    return this.#inTurn(scope, id, values, () =>
      this.#rewrite(scope, {
        id,
        entryId: entryIdOf(scope),
        version,
        fromTrash: false,
        decide: async (before) => ({
          change: 'updated',
          values: await this.#values.reverted(scope, before, values),
        }),
      }),
    );
  }

  /** Changes of fields whose rule looks at other records come one after another, with what follows from each. */
  async #inTurn<T>(
    scope: Scope,
    id: string | undefined,
    values: Values,
    write: () => Promise<T>,
  ): Promise<T> {
    const { oneAtATime: fields = [], follow, name } = this.entity;
    if (!fields.some((field) => values[field] !== undefined)) return write();
    const { store } = this.context;
    return oneAtATime(store.connection, `${scope.workspaceId} ${name}`, async () => {
      const written = await write();
      if (id) await follow?.(store, scope.workspaceId, id);
      return written;
    });
  }

  /**
   * Moves the record to the trash, after what follows for those that refer to it, in the same undo group.
   *
   * @param options.isAlone - refuse when others would go along
   * @param options.mergedIntoId - the record that took its place: what refers to it from now on refers to that one
   * @throws ConflictError when others hold on to it
   */
  async delete(
    scope: Scope,
    id: string,
    options: { version?: number; isAlone?: boolean; mergedIntoId?: string } = {},
  ): Promise<RecordOf<E>> {
    requireAccess(this.entity, scope, 'delete');
    const entryId = entryIdOf(scope);
    const before = await this.load(scope, id, projectionFor(scope));
    if (before.isDeleted) return this.#move(scope, id, 'deleted', options.version, entryId);
    if (options.version !== undefined && before.version !== options.version)
      throw staleVersion(this.entity, before);
    await requireGuard(this.entity, this.context.store, scope, { before, id });
    const consequences = await consequencesOf(this.context.store, scope, this.entity, [id]);
    const held = options.isAlone ? consequences.map(asRefusal) : consequences;
    requireConsequences(scope, this.entity.titleOf(before as never), held);
    const groupId = scope.groupId ?? scope.turnId ?? entryId;
    const own = consequences.length > 0 ? { ...scope, groupId, isBulk: true } : scope;
    await this.#settle(own, entryId, consequences);
    const { version, mergedIntoId } = options;
    return this.#move(own, id, 'deleted', version, entryId, { known: before, mergedIntoId });
  }

  /** What the deletion of these records does to others. */
  async consequences(scope: Scope, ids: readonly string[]): Promise<Consequence[]> {
    requireAccess(this.entity, scope, 'read');
    return consequencesOf(this.context.store, scope, this.entity, ids);
  }

  /** What goes along goes before what it belongs to, so that a crash leaves nothing that refers to a deleted record. */
  async #settle(scope: Scope, entryId: string, consequences: readonly Consequence[]): Promise<void> {
    for (const { entity, field, rule, ids } of consequences.toReversed()) {
      const service = this.context.records(entity);
      for (const otherId of ids) {
        const own = { ...scope, ...(scope.operation && { operation: operation(`${entryId}.${otherId}`) }) };
        try {
          if (rule === 'cascade') await service.delete(own, otherId);
          else await service.update(own, otherId, { [field.name]: null });
        } catch (error) {
          // somebody else has deleted it meanwhile
          if (!(error instanceof NotFoundError)) throw error;
        }
      }
    }
  }

  /**
   * Takes the record out of the trash, as its own rule and the records that it refers to allow it now.
   *
   * @throws ConflictError when its unique value has been taken, or what it belongs to is deleted
   */
  async restore(scope: Scope, id: string, options: { version?: number } = {}): Promise<RecordOf<E>> {
    return this.#move(scope, id, 'restored', options.version, entryIdOf(scope));
  }

  /**
   * What an operation has written, also in a process that ended before it could say so.
   *
   * @param prefix - what the ids of its writes begin with, up to and with a dot
   * @returns by the id of the write, the record's
   */
  async writtenBy(scope: Scope, prefix: string): Promise<ReadonlyMap<string, string>> {
    requireAccess(this.entity, scope, 'read');
    const { workspaceId } = scope;
    const ids = { $gte: prefix, $lt: `${prefix.slice(0, -1)}/` };
    const [logged, inOutbox] = await Promise.all([
      this.context.store
        .model('userAction')
        .collection.find({ workspaceId, entity: this.entity.name, _id: ids as never })
        .project<{ _id: string; recordId: string }>({ recordId: 1 })
        .toArray(),
      // written, and not copied to the log yet
      this.model.collection
        .find({
          ...tenantFilter(this.entity, scope),
          'outbox.at': { $exists: true },
          outbox: { $elemMatch: { id: ids } },
        } as never)
        .project<{ _id: string; outbox: Array<{ id: string }> }>({ 'outbox.id': 1 })
        .toArray(),
    ]);
    return new Map([
      ...logged.map(({ _id, recordId }) => [String(_id), recordId] as const),
      ...inOutbox.flatMap(({ _id, outbox }) => outbox.map(({ id }) => [id, _id] as const)),
    ]);
  }

  #move(
    scope: Scope,
    id: string,
    change: 'deleted' | 'restored',
    version: number | undefined,
    entryId: string,
    { known, mergedIntoId }: { known?: StoredDocument; mergedIntoId?: string | undefined } = {},
  ) {
    requireAccess(this.entity, scope, 'delete');
    return this.#rewrite(scope, {
      id,
      entryId,
      version,
      fromTrash: change === 'restored',
      ...(known && { known }),
      decide: async (before) => ({
        change,
        values:
          change === 'restored'
            ? await this.#values.restored(scope, before)
            : { ...(mergedIntoId && { mergedIntoId }) },
      }),
    });
  }

  async #rewrite(scope: Scope, rewrite: Rewrite): Promise<RecordOf<E>> {
    const { id, entryId, version, fromTrash, known, decide } = rewrite;
    for (let attempt = 0; attempt < RACE_ATTEMPTS; attempt++) {
      const [before, isLogged] = await Promise.all([
        attempt === 0 && known ? known : this.load(scope, id, projectionFor(scope)),
        scope.operation ? this.#writer.isLogged(entryId) : false,
      ]);
      if (isLogged || before.outbox?.some((entry) => entry.id === entryId)) {
        return exposed(this.entity, before);
      }
      if (before.isDeleted !== fromTrash) {
        if (fromTrash && version === undefined) return exposed(this.entity, before);
        if (fromTrash) throw staleVersion(this.entity, before);
        throw new NotFoundError(this.entity.label.one, id);
      }
      if (version !== undefined && before.version !== version) throw staleVersion(this.entity, before);
      const { change, values } = await decide(before);
      if (change === 'updated' && Object.keys(values).length === 0) return exposed(this.entity, before);
      await requireGuard(this.entity, this.context.store, scope, {
        ...(change !== 'restored' && { before }),
        ...(change !== 'deleted' && { after: { ...before, ...values } }),
        id,
      });
      const after = await this.#writer.rewrite(scope, before, change, values, entryId);
      if (after) return exposed(this.entity, after);
      if (version !== undefined) throw staleVersion(this.entity, before);
    }
    throw new ConflictError(`Too many changes to ${this.entity.label.one} ${id} at once. Try again.`);
  }
}

const projectionFor = (scope: Scope) => (scope.operation ? OUTBOX_IDS : NO_OUTBOX);

const asRefusal = (consequence: Consequence): Consequence =>
  consequence.rule === 'cascade' ? { ...consequence, rule: 'refuse' } : consequence;

/** The id of the write's audit entry; the same when a repeatable operation runs again. */
function entryIdOf(scope: Scope): string {
  return scope.operation ? scope.operation.next() : newId();
}
