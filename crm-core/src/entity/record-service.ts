import { ConflictError, NotFoundError } from '../errors.ts';
import { accessFilter, exposed, requireAccess, tenantValues } from './access.ts';
import { writeAudit } from './audit.ts';
import { asConflict, duplicateKey, staleVersion } from './conflicts.ts';
import type { CreateInputOf, Entity, RecordOf, UpdateInputOf } from './define-entity.ts';
import { requireGuard } from './guard.ts';
import { idFrom, newId } from './ids.ts';
import type { Change, OutboxEntry, StoredDocument } from './outbox.ts';
import { outboxEntry } from './outbox-entry.ts';
import { RecordReader } from './record-reader.ts';
import { RecordValues } from './record-values.ts';
import type { Scope } from './scope.ts';
import type { ServiceContext } from './service-context.ts';
import { validate } from './validate.ts';

/** How often an update that lost a race is tried again when the caller named no version. */
const RACE_ATTEMPTS = 8;

/** Entities whose records are among the cached facts of a workspace. */
const FACTS = new Set(['workspace', 'customFieldDefinition', 'teamMember', 'pipeline']);

/** What a write need not read of the document: its own bookkeeping. */
const NO_OUTBOX = { search: 0, outbox: 0 } as const;
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

  constructor(entity: E, context: ServiceContext) {
    super(entity, context);
    this.#values = new RecordValues(entity, context);
  }

  /**
   * @param id - for set-up code that needs a known id; otherwise one is made
   * @throws ConflictError with `existingId` when a unique value is taken
   */
  async create(
    scope: Scope,
    input: CreateInputOf<E>,
    options: { id?: string; isDemo?: boolean } = {},
  ): Promise<RecordOf<E>> {
    requireAccess(this.entity, scope, 'create');
    const parsed = validate(this.entity.createSchema, input, this.entity.label.one) as Values;
    const values = await this.#values.complete(scope, parsed);
    await requireGuard(this.entity, this.context.store, scope, { after: values });
    const now = this.context.now();
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
      ...this.#values.searchKeys(values),
    };
    const entry = outboxEntry(this.entity, scope, {
      change: 'created',
      entryId,
      at: now,
      document,
      before: {},
      after: values,
    });
    if (entry) document.outbox = [entry];
    try {
      // checked by zod already: Mongoose need not build and check a document of its own
      await this.model.collection.insertOne(document as never, { ignoreUndefined: true });
    } catch (error) {
      // the same operation again: whichever unique index spoke first, the record is the one it made before
      const own = duplicateKey(error) && scope.operation ? await this.getMany(scope, [_id]) : undefined;
      const made = own?.get(_id);
      if (made) return made;
      throw await asConflict(this.entity, this.model, scope, error, values);
    }
    await this.#committed(document, entry);
    return exposed(this.entity, document);
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
    const parsed = validate(this.entity.updateSchema, patch, this.entity.label.one) as Values;
    return this.#rewrite(scope, {
      id,
      entryId: entryIdOf(scope),
      version: options.version,
      fromTrash: false,
      decide: async (before) => ({
        change: 'updated',
        values: await this.#values.changed(scope, before, parsed),
      }),
    });
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
    return this.#rewrite(scope, {
      id,
      entryId: entryIdOf(scope),
      version,
      fromTrash: false,
      decide: async (before) => ({
        change: 'updated',
        values: await this.#values.reverted(scope, before, values),
      }),
    });
  }

  /** Moves the record to the trash. */
  async delete(scope: Scope, id: string, options: { version?: number } = {}): Promise<RecordOf<E>> {
    return this.#move(scope, id, 'deleted', options.version);
  }

  /** Takes the record out of the trash. @throws ConflictError when its unique value has been taken meanwhile */
  async restore(scope: Scope, id: string, options: { version?: number } = {}): Promise<RecordOf<E>> {
    return this.#move(scope, id, 'restored', options.version);
  }

  #move(scope: Scope, id: string, change: 'deleted' | 'restored', version: number | undefined) {
    requireAccess(this.entity, scope, 'delete');
    return this.#rewrite(scope, {
      id,
      entryId: entryIdOf(scope),
      version,
      fromTrash: change === 'restored',
      decide: async () => ({ change, values: {} }),
    });
  }

  async #rewrite(scope: Scope, rewrite: Rewrite): Promise<RecordOf<E>> {
    const { id, entryId, version, fromTrash, decide } = rewrite;
    for (let attempt = 0; attempt < RACE_ATTEMPTS; attempt++) {
      const [before, isLogged] = await Promise.all([
        this.load(scope, id, scope.operation ? OUTBOX_IDS : NO_OUTBOX),
        scope.operation ? this.#isLogged(entryId) : false,
      ]);
      if (isLogged || before.outbox?.some((entry) => entry.id === entryId)) {
        return exposed(this.entity, before);
      }
      if (before.isDeleted !== fromTrash) {
        if (fromTrash) return exposed(this.entity, before);
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
      const after = await this.#write(scope, before, change, values, entryId);
      if (after) return exposed(this.entity, after);
      if (version !== undefined) throw staleVersion(this.entity, before);
    }
    throw new ConflictError(`Too many changes to ${this.entity.label.one} ${id} at once. Try again.`);
  }

  async #write(scope: Scope, before: StoredDocument, change: Change, values: Values, entryId: string) {
    const now = this.context.now();
    const isCleared = ([, value]: [string, unknown]) => value === null || value === undefined;
    const set: Values = Object.fromEntries(Object.entries(values).filter((entry) => !isCleared(entry)));
    const unset = Object.fromEntries(Object.entries(values).filter(isCleared));
    const merged = { ...before, ...values };
    if (change === 'updated') Object.assign(set, this.#values.searchKeys(merged));
    if (change === 'deleted') Object.assign(set, { isDeleted: true, deletedAt: now });
    if (change === 'restored') Object.assign(set, { isDeleted: false });
    if (change === 'restored') unset.deletedAt = 1;
    const entry = outboxEntry(this.entity, scope, {
      change,
      entryId,
      at: now,
      document: { ...merged, version: before.version + 1, isDeleted: change === 'deleted' },
      previous: before,
      before: Object.fromEntries(Object.keys(values).map((name) => [name, before[name] ?? null])),
      after: values,
    });
    try {
      const after = (await this.model.collection.findOneAndUpdate(
        { $and: [accessFilter(this.entity, scope), { _id: before._id, version: before.version }] } as never,
        {
          $set: { ...set, updatedAt: now },
          ...(Object.keys(unset).length > 0 && { $unset: unset as never }),
          $inc: { version: 1 },
          ...(entry && { $push: { outbox: entry } as never }),
        },
        { returnDocument: 'after', projection: NO_OUTBOX, ignoreUndefined: true },
      )) as StoredDocument | null;
      if (after) await this.#committed(after, entry);
      return after;
    } catch (error) {
      throw await asConflict(this.entity, this.model, scope, error, merged);
    }
  }

  async #isLogged(entryId: string): Promise<boolean> {
    if (!this.entity.isAudited) return false;
    return (await this.context.store.model('userAction').exists({ _id: entryId })) !== null;
  }

  async #committed(document: StoredDocument, entry: OutboxEntry | undefined): Promise<void> {
    if (FACTS.has(this.entity.name)) this.context.forgetCached(String(document[this.entity.tenantField]));
    if (!entry) return;
    await writeAudit(this.context.store, this.entity, [{ document, entry }]);
    this.context.store.announce({ entity: this.entity, document, entry });
  }
}

/** The id of the write's audit entry; the same when a repeatable operation runs again. */
function entryIdOf(scope: Scope): string {
  return scope.operation ? scope.operation.next() : newId();
}
