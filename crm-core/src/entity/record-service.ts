import { isDeepStrictEqual } from 'node:util';
import { ConflictError, ForbiddenError, InvalidError, NotFoundError } from '../errors.ts';
import { writeAudit } from './audit.ts';
import { type CustomField, checkCustomFields, customFieldKinds } from './custom-fields.ts';
import type { CreateInputOf, Entity, PrepareContext, RecordOf, UpdateInputOf } from './define-entity.ts';
import type { Filter } from './filter.schema.ts';
import { compileFilter, compileSearch, type FilterContext, type MongoFilter } from './filter.ts';
import { idFrom, newId } from './ids.ts';
import type { Change, OutboxEntry, StoredDocument } from './outbox.ts';
import { afterCursor, encodeCursor, parseSort } from './page.ts';
import type { RecordStore } from './record-store.ts';
import { hasRole, requireScope, type Scope } from './scope.ts';
import { searchKeys } from './search-text.ts';
import { type TotalsRequest, totalsSchema } from './totals.schema.ts';
import { readTotals, type Totals } from './totals.ts';
import { validate } from './validate.ts';

/** How often an update that lost a race is tried again when the caller named no version. */
const RACE_ATTEMPTS = 8;

export interface FindOptions extends Filter {
  /** `name`, `-createdAt`. Default newest first. */
  sort?: string;
  /** Default 50, at most 500. */
  limit?: number;
  /** From the page before. */
  cursor?: string;
}

export interface Page<T> {
  records: T[];
  /** Absent on the last page. */
  nextCursor?: string;
}

/** What the services of one workspace share beyond the store. */
export interface ServiceContext {
  store: RecordStore;
  now(): Date;
  timeZoneOf(workspaceId: string): Promise<string>;
  /** ISO 4217. */
  currencyOf(workspaceId: string): Promise<string>;
  customFieldsOf(workspaceId: string, entity: string): Promise<CustomField[]>;
  /** Called after a definition or a workspace changed. */
  forgetCached(workspaceId: string): void;
}

/** Entities whose records are among the cached facts of a workspace. */
const FACTS = new Set(['workspace', 'customFieldDefinition', 'teamMember', 'pipeline']);

type Values = Record<string, unknown>;

/**
 * Reads and writes the records of one entity. Every method needs a Scope and sees only that scope's workspace.
 *
 * A write is one atomic write of one document, which carries its audit entry and its events (outbox). It is
 * acknowledged after the audit entry is in the log.
 */
export class RecordService<E extends Entity> {
  readonly entity: E;
  readonly #context: ServiceContext;

  constructor(entity: E, context: ServiceContext) {
    this.entity = entity;
    this.#context = context;
  }

  get #model() {
    return this.#context.store.model(this.entity);
  }

  /** @throws NotFoundError also for a record of another workspace */
  async get(scope: Scope, id: string, options: { withDeleted?: boolean } = {}): Promise<RecordOf<E>> {
    const document = await this.#load(scope, id, options.withDeleted ?? false);
    return this.#expose(document);
  }

  async find(scope: Scope, options: FindOptions = {}): Promise<Page<RecordOf<E>>> {
    const query = await this.query(scope, options);
    const sort = parseSort(options.sort, (field) => this.#isSortable(field));
    const limit = Math.min(Math.max(options.limit ?? 50, 1), 500);
    const read = (filter: MongoFilter) =>
      this.#model
        .find(options.cursor ? { $and: [filter, afterCursor(options.cursor, sort)] } : filter)
        .select({ search: 0, outbox: 0 })
        .sort({ [sort.field]: sort.direction, ...(sort.field !== '_id' && { _id: sort.direction }) })
        .limit(limit + 1)
        .lean<StoredDocument[]>();
    let documents = await read(query(false));
    if (documents.length === 0 && options.search) documents = await read(query(true));
    const page = documents.slice(0, limit);
    const last = page.at(-1);
    return {
      records: page.map((document) => this.#expose(document)),
      ...(documents.length > limit && last && { nextCursor: encodeCursor(last, sort) }),
    };
  }

  async count(scope: Scope, filter: Filter = {}): Promise<number> {
    const query = await this.query(scope, filter);
    const exact = await this.#model.countDocuments(query(false));
    return exact === 0 && filter.search ? this.#model.countDocuments(query(true)) : exact;
  }

  /** The first live record with these values, or undefined. Values are compared as they are stored. */
  async findOne(scope: Scope, values: Values): Promise<RecordOf<E> | undefined> {
    this.#allow(scope, 'read');
    const document = await this.#model
      .findOne({ $and: [this.#tenant(scope), { isDeleted: false }, values] })
      .lean<StoredDocument>();
    return document ? this.#expose(document) : undefined;
  }

  /** The records with these ids that the scope may see, by id. */
  async getMany(scope: Scope, ids: Iterable<string>): Promise<Map<string, RecordOf<E>>> {
    this.#allow(scope, 'read');
    const wanted = [...new Set(ids)];
    if (wanted.length === 0) return new Map();
    const documents = await this.#model
      .find({ $and: [this.#tenant(scope), { _id: { $in: wanted } }] })
      .lean<StoredDocument[]>();
    return new Map(documents.map((document) => [document._id, this.#expose(document)]));
  }

  /**
   * The filter as MongoDB's query, bound to the scope's workspace; for aggregations.
   *
   * @returns a function of whether the search tolerates a typo
   */
  async query(scope: Scope, filter: Filter = {}): Promise<(withTypos: boolean) => MongoFilter> {
    this.#allow(scope, 'read');
    const compiled = compileFilter(this.entity, filter, await this.#filterContext(scope));
    const parts = [this.#tenant(scope), compiled];
    return (withTypos) => ({
      $and: filter.search ? [...parts, compileSearch(filter.search, withTypos)] : parts,
    });
  }

  /**
   * Counts the records that the filter matches and adds up their numbers, in groups; counted by the database, under the
   * scope's role and workspace.
   *
   * ```ts
   * // open deals per stage, with the weighted forecast
   * await crm.records(Opportunity).totals(scope, {
   *   where: [{ field: 'status', op: 'eq', value: 'open' }],
   *   groupBy: ['stageId'],
   *   of: ['amountMinor'],
   *   weightBy: 'probability',
   * });
   * // -> { groups: [{ key: { stageId: '66…' }, count: 12, totals: [{ field: 'amountMinor', currency: 'USD',
   * //      count: 11, sum, average, min, max, weightedSum }] }], all: { count, totals }, isComplete: true }
   *
   * // won by month and owner, on the workspace's clock
   * groupBy: [{ field: 'closedAt', per: 'month' }, 'ownerId']   // key: { closedAt: '2026-03', ownerId: '66…' }
   * ```
   *
   * `key` holds ids for references and null where a record has no value; periods are day, week, month, quarter, year.
   * A money field has one entry for each currency (minor units), another number field one. Periods without a record are
   * not in the list. A search that finds nothing is tried again with typos, as in `find`.
   *
   * @throws InvalidError for an unknown field, a date without a period, a sum of what is no number, over 10,000 groups
   */
  async totals(scope: Scope, request: TotalsRequest): Promise<Totals> {
    const parsed = validate(totalsSchema, request, 'totals request');
    const query = await this.query(scope, parsed as Filter);
    const context = {
      ...(await this.#filterContext(scope)),
      currency: await this.#context.currencyOf(scope.workspaceId),
    };
    const read = (withTypos: boolean) =>
      readTotals(this.entity, this.#model, query(withTypos), parsed, context);
    const exact = await read(false);
    return exact.all.count === 0 && parsed.search ? read(true) : exact;
  }

  async #filterContext(scope: Scope): Promise<FilterContext> {
    const timeZone = await this.#context.timeZoneOf(scope.workspaceId);
    const fields = await this.#customFields(scope);
    return { now: this.#context.now(), timeZone, customFields: customFieldKinds(fields) };
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
    this.#allow(scope, 'create');
    const parsed = validate(this.entity.createSchema, input, this.entity.label.one) as Values;
    const values = await this.#complete(scope, parsed, undefined);
    const now = this.#context.now();
    const entryId = this.#entryId(scope);
    const _id = options.id ?? (scope.operation ? entryIdToRecordId(entryId) : newId());
    const document: StoredDocument = {
      ...values,
      _id,
      ...this.#tenantValues(scope, values, _id),
      version: 1,
      createdAt: now,
      updatedAt: now,
      createdBy: scope.actor.id,
      isDeleted: false,
      ...(options.isDemo && { isDemo: true }),
      ...this.#search(values),
    };
    const entry = this.#entry(scope, 'created', entryId, document, {}, values, undefined);
    if (entry) document.outbox = [entry];
    try {
      // checked by zod already: Mongoose need not build and check a document of its own
      await this.#model.collection.insertOne(document as never, { ignoreUndefined: true });
    } catch (error) {
      // the same operation again: whichever unique index spoke first, the record is the one it made before
      const own = duplicateKey(error) && scope.operation ? await this.getMany(scope, [_id]) : undefined;
      const made = own?.get(_id);
      if (made) return made;
      throw await this.#asConflict(scope, error, values);
    }
    await this.#committed(document, entry);
    return this.#expose(document);
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
    this.#allow(scope, 'update');
    const parsed = validate(this.entity.updateSchema, patch, this.entity.label.one) as Values;
    const entryId = this.#entryId(scope);
    return this.#race(scope, id, entryId, false, options.version, async (before) => {
      const changed = await this.#changed(scope, before, parsed);
      return { change: 'updated', values: changed };
    });
  }

  /** Moves the record to the trash. */
  async delete(scope: Scope, id: string, options: { version?: number } = {}): Promise<RecordOf<E>> {
    this.#allow(scope, 'delete');
    const entryId = this.#entryId(scope);
    return this.#race(scope, id, entryId, false, options.version, async () => ({
      change: 'deleted',
      values: {},
    }));
  }

  /** Takes the record out of the trash. @throws ConflictError when its unique value has been taken meanwhile */
  async restore(scope: Scope, id: string, options: { version?: number } = {}): Promise<RecordOf<E>> {
    this.#allow(scope, 'delete');
    const entryId = this.#entryId(scope);
    return this.#race(scope, id, entryId, true, options.version, async () => ({
      change: 'restored',
      values: {},
    }));
  }

  async #race(
    scope: Scope,
    id: string,
    entryId: string,
    fromTrash: boolean,
    version: number | undefined,
    decide: (before: StoredDocument) => Promise<{ change: Change; values: Values }>,
  ): Promise<RecordOf<E>> {
    for (let attempt = 0; attempt < RACE_ATTEMPTS; attempt++) {
      const before = await this.#load(scope, id, true);
      if (scope.operation && (await this.#isDone(before, entryId))) return this.#expose(before);
      if (before.isDeleted !== fromTrash) {
        if (fromTrash) return this.#expose(before);
        throw new NotFoundError(this.entity.label.one, id);
      }
      if (version !== undefined && before.version !== version) throw this.#stale(before);
      const { change, values } = await decide(before);
      if (change === 'updated' && Object.keys(values).length === 0) return this.#expose(before);
      const after = await this.#write(scope, before, change, values, entryId);
      if (after) return this.#expose(after);
      if (version !== undefined) throw this.#stale(before);
    }
    throw new ConflictError(`Too many changes to ${this.entity.label.one} ${id} at once. Try again.`);
  }

  async #write(scope: Scope, before: StoredDocument, change: Change, values: Values, entryId: string) {
    const now = this.#context.now();
    const set: Values = { updatedAt: now };
    const unset: Values = {};
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === undefined) unset[name] = 1;
      else set[name] = value;
    }
    if (change === 'deleted') Object.assign(set, { isDeleted: true, deletedAt: now });
    if (change === 'restored') Object.assign(set, { isDeleted: false });
    if (change === 'restored') unset.deletedAt = 1;
    const merged = { ...before, ...values };
    if (change === 'updated') Object.assign(set, this.#search(merged));
    const old = Object.fromEntries(Object.keys(values).map((name) => [name, before[name] ?? null]));
    const next = { ...merged, version: before.version + 1, isDeleted: change === 'deleted' };
    const entry = this.#entry(scope, change, entryId, next as StoredDocument, old, values, before);
    try {
      const after = await this.#model
        .findOneAndUpdate(
          { $and: [this.#tenant(scope), { _id: before._id, version: before.version }] },
          {
            $set: set,
            ...(Object.keys(unset).length > 0 && { $unset: unset }),
            $inc: { version: 1 },
            ...(entry && { $push: { outbox: entry } }),
          },
          { returnDocument: 'after' },
        )
        .lean<StoredDocument>();
      if (after) await this.#committed(after, entry);
      return after;
    } catch (error) {
      throw await this.#asConflict(scope, error, merged);
    }
  }

  async #changed(scope: Scope, before: StoredDocument, parsed: Values): Promise<Values> {
    const { customFields, ...fields } = parsed;
    const patch: Values = { ...fields };
    if (customFields) {
      const clean = checkCustomFields(await this.#customFields(scope), customFields as Values, false);
      const merged = { ...(before.customFields as Values | undefined), ...clean };
      patch.customFields = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
    }
    const pick = (values: Values) =>
      Object.fromEntries(
        Object.entries(values).filter(
          ([name, value]) => !isDeepStrictEqual(before[name] ?? null, value ?? null),
        ),
      );
    const own = pick(patch);
    if (Object.keys(own).length === 0) return {};
    const prepared = await this.#prepare(scope, { ...before, ...own }, before);
    const all = pick({ ...own, ...prepared });
    await this.#checkReferences(scope, all);
    return all;
  }

  async #complete(scope: Scope, parsed: Values, before: StoredDocument | undefined): Promise<Values> {
    const values = Object.fromEntries(
      Object.entries(parsed).filter(([, value]) => value !== null && value !== undefined),
    );
    if (this.entity.hasCustomFields) {
      const clean = checkCustomFields(
        await this.#customFields(scope),
        (values.customFields as Values) ?? {},
        true,
      );
      if (Object.keys(clean).length > 0) values.customFields = clean;
      else delete values.customFields;
    }
    Object.assign(values, await this.#prepare(scope, values, before));
    await this.#checkReferences(scope, values);
    return values;
  }

  async #prepare(scope: Scope, next: Values, before: StoredDocument | undefined): Promise<Values> {
    if (!this.entity.prepare) return {};
    const read = async (name: string, where: Values) => {
      const entity = this.#context.store.entity(name);
      const filter = { $and: [tenantFilter(entity, scope), { isDeleted: false }, where] };
      const found = await this.#context.store.model(name).findOne(filter).lean<StoredDocument>();
      return found ? { ...found, id: found._id } : undefined;
    };
    const context: PrepareContext<never> = {
      ...(before && { before: before as never }),
      read: (name, id) => read(name, { _id: id }),
      readWhere: read,
      now: this.#context.now(),
    };
    return (await this.entity.prepare(next as never, context as never)) as Values;
  }

  /** A reference may only name a record of the same workspace. */
  async #checkReferences(scope: Scope, values: Values): Promise<void> {
    await Promise.all(
      this.entity.fields.map(async (field) => {
        const value = values[field.name];
        if (!field.ref || value === undefined || value === null) return;
        const target = this.#context.store.entity(field.ref);
        const ids = Array.isArray(value) ? value : [value];
        const found = await this.#context.store.model(target).countDocuments({
          $and: [tenantFilter(target, scope), { _id: { $in: ids } }, { isDeleted: false }],
        });
        if (found < new Set(ids).size) {
          const message = `There is no ${target.label.one} ${ids.join(', ')} in this workspace.`;
          throw new InvalidError(message, { [field.name]: message });
        }
      }),
    );
  }

  async #load(scope: Scope, id: string, withDeleted: boolean): Promise<StoredDocument> {
    this.#allow(scope, 'read');
    const document = await this.#model
      .findOne({
        $and: [this.#tenant(scope), { _id: String(id) }, ...(withDeleted ? [] : [{ isDeleted: false }])],
      })
      .lean<StoredDocument>();
    if (!document) throw new NotFoundError(this.entity.label.one, id);
    return document;
  }

  async #isDone(before: StoredDocument, entryId: string): Promise<boolean> {
    if (before.outbox?.some((entry) => entry.id === entryId)) return true;
    if (!this.entity.isAudited) return false;
    return (await this.#context.store.model('userAction').exists({ _id: entryId })) !== null;
  }

  async #committed(document: StoredDocument, entry: OutboxEntry | undefined): Promise<void> {
    if (FACTS.has(this.entity.name)) {
      this.#context.forgetCached(String(document[this.entity.tenantField]));
    }
    if (!entry) return;
    await writeAudit(this.#context.store, this.entity, [{ document, entry }]);
    this.#context.store.announce({ entity: this.entity, document, entry });
  }

  #entry(
    scope: Scope,
    change: Change,
    id: string,
    document: StoredDocument,
    before: Values,
    after: Values,
    previous: StoredDocument | undefined,
  ): OutboxEntry | undefined {
    if (!this.entity.isAudited) return undefined;
    const derived = (this.entity.derivedEvents ?? [])
      .filter(
        (event) =>
          change !== 'deleted' && change !== 'restored' && event.when(document as never, previous as never),
      )
      .map((event) => event.type);
    return {
      id,
      at: this.#context.now(),
      change,
      title: this.entity.titleOf(document as never),
      actor: scope.actor,
      ...(scope.via && { via: scope.via }),
      ...(scope.channel && { channel: scope.channel }),
      ...(scope.turnId && { turnId: scope.turnId }),
      groupId: scope.groupId ?? scope.turnId ?? id,
      version: document.version,
      before: this.#visible(before),
      after: this.#visible(after),
      events: [`${this.entity.eventName}.${change}`, ...derived],
    };
  }

  #visible(values: Values): Values {
    const hidden = new Set(this.entity.fields.filter((field) => field.hidden).map((field) => field.name));
    return Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.has(name)));
  }

  #expose(document: StoredDocument): RecordOf<E> {
    const { _id, search, outbox, ...fields } = document;
    return { ...this.#visible(fields), id: _id } as RecordOf<E>;
  }

  #search(values: Values): Values {
    if (!this.entity.search) return {};
    return { search: searchKeys(this.entity.search.map((name) => textOf(values[name]))) };
  }

  #allow(scope: Scope, kind: keyof E['access']): void {
    requireScope(scope);
    if (this.entity.isReadOnly && kind !== 'read' && scope.role !== 'system') {
      throw new ForbiddenError(`${this.entity.label.many} are written by Clianta only.`);
    }
    const least = this.entity.access[kind as keyof Entity['access']];
    if (!hasRole(scope, least)) {
      throw new ForbiddenError(
        `Your role (${scope.role}) may not ${String(kind)} ${this.entity.label.many}; it takes at least ${least}. Ask an admin of the workspace.`,
      );
    }
  }

  #tenant(scope: Scope): MongoFilter {
    const own =
      this.entity.privateTo && scope.role !== 'system' ? { [this.entity.privateTo]: scope.actor.id } : {};
    return { ...tenantFilter(this.entity, scope), ...own };
  }

  #tenantValues(scope: Scope, values: Values, id: string): Values {
    const field = this.entity.tenantField;
    if (field === '_id') {
      if (id !== scope.workspaceId) throw new ForbiddenError('A workspace is made by its own set-up only.');
      return {};
    }
    if (field === 'workspaceId') return { workspaceId: scope.workspaceId };
    const named = Array.isArray(values[field]) ? (values[field] as string[]) : [];
    return { [field]: scope.role === 'system' && named.length > 0 ? named : [scope.workspaceId] };
  }

  #entryId(scope: Scope): string {
    return scope.operation ? scope.operation.next() : newId();
  }

  async #customFields(scope: Scope): Promise<CustomField[]> {
    if (!this.entity.hasCustomFields) return [];
    return this.#context.customFieldsOf(scope.workspaceId, this.entity.name);
  }

  #isSortable(name: string): boolean {
    if (['id', 'createdAt', 'updatedAt', 'deletedAt'].includes(name) || name.startsWith('customFields.'))
      return true;
    return this.entity.fields.some((field) => field.name === name && !field.hidden);
  }

  #stale(before: StoredDocument): ConflictError {
    return new ConflictError(
      `${this.entity.titleOf(before as never)} was changed by someone else meanwhile. Load it again and repeat your change.`,
      { existingId: before._id },
    );
  }

  async #asConflict(scope: Scope, error: unknown, values: Values): Promise<unknown> {
    const key = duplicateKey(error);
    if (!key) return error;
    const fields = Object.keys(key).filter(
      (name) => name !== 'workspaceId' && name !== this.entity.tenantField,
    );
    const taken = Object.fromEntries(fields.map((name) => [name, values[name]]));
    const holder = await this.#model
      .findOne({ $and: [this.#tenant(scope), taken, { isDeleted: false }] })
      .lean<StoredDocument>();
    const what = fields.map((name) => `${name} ${String(values[name])}`).join(', ');
    const who = holder ? ` (${this.entity.titleOf(holder as never)})` : '';
    return new ConflictError(`There is already a ${this.entity.label.one} with ${what}${who}.`, {
      ...(holder && { existingId: holder._id }),
      fields: Object.fromEntries(fields.map((name) => [name, 'is already taken'])),
    });
  }
}

function tenantFilter(entity: Entity, scope: Scope): MongoFilter {
  return { [entity.tenantField]: scope.workspaceId };
}

function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.filter((item) => typeof item === 'string').join(' ');
  return typeof value === 'string' ? value : undefined;
}

function duplicateKey(error: unknown): Record<string, unknown> | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error) || error.code !== 11000)
    return undefined;
  return 'keyPattern' in error ? (error.keyPattern as Record<string, unknown>) : {};
}

/** A record made by a repeatable operation has an id that follows from the operation. */
function entryIdToRecordId(entryId: string): string {
  return idFrom(`record:${entryId}`);
}
