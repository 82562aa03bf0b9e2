import type { z } from 'zod';
import { InvalidError, NotFoundError } from '../errors.ts';
import { accessFilter, exposed, requireAccess } from './access.ts';
import { customFieldKinds } from './custom-fields.ts';
import type { AnyRecord, Entity, RecordOf } from './define-entity.ts';
import type { Filter } from './filter.schema.ts';
import { compileFilter, type FilterContext, type MongoFilter, resolveField } from './filter.ts';
import { affordable } from './filter-cost.ts';
import { comparable, hasOwnCurrency, type Money } from './money.ts';
import { inOneCurrency, ownCurrencyExpression, SORTED_BY } from './money-sort.ts';
import type { StoredDocument } from './outbox.ts';
import { afterMark, encodeCursor, parseSort, readCursor } from './page.ts';
import { ReadBudget } from './read-budget.ts';
import { ReadTogether } from './read-together.ts';
import { searchCondition } from './record-search.ts';
import { withRelated } from './related-filter.ts';
import type { Scope } from './scope.ts';
import type { ServiceContext } from './service-context.ts';
import { type TotalsRequest, totalsSchema } from './totals.schema.ts';
import { MOST_ROWS, readTotals, type Totals } from './totals.ts';
import { inOrder, ranked } from './totals-groups.ts';
import { foldedThrough, type Through, throughOf } from './totals-through.ts';
import { validate } from './validate.ts';

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

/** What no reader is shown. */
const INTERNAL = { search: 0, outbox: 0 } as const;

/** Reads the records of one entity. Every method needs a Scope and sees only that scope's workspace. */
export class RecordReader<E extends Entity> {
  readonly entity: E;
  protected readonly context: ServiceContext;
  readonly #together: ReadTogether;

  constructor(entity: E, context: ServiceContext) {
    this.entity = entity;
    this.context = context;
    this.#together = new ReadTogether((access, wanted) => this.#read(access, wanted));
  }

  protected get model() {
    return this.context.store.model(this.entity);
  }

  /** @throws NotFoundError also for a record of another workspace */
  async get(scope: Scope, id: string, options: { withDeleted?: boolean } = {}): Promise<RecordOf<E>> {
    const document = await this.load(scope, id, INTERNAL);
    if (document.isDeleted && !options.withDeleted) throw new NotFoundError(this.entity.label.one, id);
    return told(scope, exposed(this.entity, document));
  }

  async find(scope: Scope, options: FindOptions = {}): Promise<Page<RecordOf<E>>> {
    requireAccess(this.entity, scope, 'read');
    const { reads } = scope;
    const read = async () => {
      const page = await this.#find(scope, options);
      reads?.keep(scope, this.entity, page.records);
      return page;
    };
    const page = await (reads ? reads.once(scope, this.entity, options, read) : read());
    for (const record of page.records) told(scope, record);
    return page;
  }

  async #find(scope: Scope, options: FindOptions): Promise<Page<RecordOf<E>>> {
    const budget = this.#budget();
    const query = await this.#query(scope, options, budget);
    const context = await this.#filterContext(scope);
    const sort = inOneCurrency(
      this.entity,
      parseSort(options.sort, (field) => resolveField(this.entity, field, context)),
    );
    const mark = options.cursor ? readCursor(options.cursor, sort) : undefined;
    const limit = Math.min(Math.max(options.limit ?? 50, 1), 500);
    const after = mark && afterMark(mark, sort);
    const amount = sort.amount && ownCurrencyExpression(sort.amount, context.money as Money);
    const order = { [sort.field]: sort.direction, ...(sort.field !== '_id' && { _id: sort.direction }) };
    const read = (filter: MongoFilter) =>
      amount
        ? this.model
            .aggregate<StoredDocument>([
              { $match: filter },
              { $addFields: { [sort.field]: amount } },
              ...(after ? [{ $match: after }] : []),
              { $sort: order },
              { $limit: limit + 1 },
              { $project: INTERNAL },
            ])
            .option({ maxTimeMS: budget.leftMs })
        : this.model
            .find(after ? { $and: [filter, after] } : filter)
            .select(INTERNAL)
            .sort(order)
            .limit(limit + 1)
            .maxTimeMS(budget.leftMs)
            .lean<StoredDocument[]>();
    let withTypos = mark?.withTypos ?? false;
    let documents = await read(query(withTypos));
    if (documents.length === 0 && options.search && !mark) {
      withTypos = true;
      documents = await read(query(withTypos));
    }
    const page = documents.slice(0, limit);
    const last = page.at(-1);
    return {
      records: page.map(({ [SORTED_BY]: _, ...document }) =>
        exposed(this.entity, document as StoredDocument),
      ),
      ...(documents.length > limit && last && { nextCursor: encodeCursor(last, sort, withTypos) }),
    };
  }

  /** The ids of all that match, in no order. A search that finds nothing is tried again with typos, as in `find`. */
  async ids(scope: Scope, filter: Filter = {}): Promise<string[]> {
    const query = await this.query(scope, filter);
    const read = async (withTypos: boolean) => {
      const found = await this.model
        .find(query(withTypos))
        .select({ _id: 1 })
        .lean<Array<Pick<StoredDocument, '_id'>>>();
      return found.map(({ _id }) => _id);
    };
    const exact = await read(false);
    return exact.length === 0 && filter.search ? read(true) : exact;
  }

  /** The versions of those of these records that are live, as they are now. */
  async versions(scope: Scope, ids: readonly string[]): Promise<Map<string, number>> {
    requireAccess(this.entity, scope, 'read');
    const found = await this.model
      .find({ $and: [accessFilter(this.entity, scope), { _id: { $in: ids }, isDeleted: false }] })
      .select({ version: 1 })
      .lean<Array<Pick<StoredDocument, '_id' | 'version'>>>();
    return new Map(found.map(({ _id, version }) => [_id, version]));
  }

  /** Of the records that the filter would match whatever their amount: those that there is no rate for, by currency. */
  async notCompared(scope: Scope, filter: Filter = {}): Promise<Array<{ currency: string; count: number }>> {
    if (!this.entity.fields.some(({ name }) => hasOwnCurrency(this.entity, name))) return [];
    const money = await this.context.moneyOf(scope.workspaceId);
    const foreign = { field: 'currency', op: 'not_in' as const, value: [...comparable(money).keys()] };
    const isNamed = { field: 'currency', op: 'is_set' as const };
    const where = [...(filter.where ?? []), isNamed, foreign];
    const { groups } = await this.totals(scope, { ...filter, where, groupBy: ['currency'] });
    return groups.map(({ key, count }) => ({ currency: String(key.currency), count }));
  }

  async count(scope: Scope, filter: Filter = {}): Promise<number> {
    const budget = this.#budget();
    const query = await this.#query(scope, filter, budget);
    const read = (withTypos: boolean) => this.model.countDocuments(query(withTypos)).maxTimeMS(budget.leftMs);
    const exact = await read(false);
    return exact === 0 && filter.search ? read(true) : exact;
  }

  /** The first live record with these values, or undefined. Values are compared as they are stored. */
  async findOne(scope: Scope, values: Record<string, unknown>): Promise<RecordOf<E> | undefined> {
    requireAccess(this.entity, scope, 'read');
    const document = await this.model
      .findOne({ $and: [accessFilter(this.entity, scope), { isDeleted: false }, values] })
      .select(INTERNAL)
      .lean<StoredDocument>();
    return document ? told(scope, exposed(this.entity, document)) : undefined;
  }

  /** The records with these ids that the scope may see, by id. */
  async getMany(scope: Scope, ids: Iterable<string>): Promise<Map<string, RecordOf<E>>> {
    requireAccess(this.entity, scope, 'read');
    const wanted = [...new Set(ids)];
    const seen = scope.reads?.seen<RecordOf<E>>(scope, this.entity, wanted) ?? new Map<string, RecordOf<E>>();
    for (const record of seen.values()) told(scope, record);
    if (seen.size === wanted.length) return seen;
    const missing = wanted.filter((id) => !seen.has(id));
    const documents = await this.#together.read(accessFilter(this.entity, scope), missing);
    const records = documents.map((document) => told(scope, exposed(this.entity, document)));
    scope.reads?.keep(scope, this.entity, records);
    return new Map([...seen, ...records.map((record) => [record.id, record] as const)]);
  }

  #read(access: MongoFilter, ids: readonly string[]): Promise<StoredDocument[]> {
    return this.model
      .find({ $and: [access, { _id: { $in: [...ids] } }] })
      .select(INTERNAL)
      .lean<StoredDocument[]>();
  }

  /**
   * The filter as MongoDB's query, bound to the scope's workspace; for aggregations.
   *
   * @returns a function of whether the search tolerates a typo
   * @throws InvalidError for more conditions than one read may have
   */
  query(scope: Scope, filter: Filter = {}): Promise<(withTypos: boolean) => MongoFilter> {
    return this.#query(scope, filter, this.#budget());
  }

  #budget(): ReadBudget {
    return new ReadBudget(this.context.readMs);
  }

  async #query(
    scope: Scope,
    filter: Filter,
    budget: ReadBudget,
  ): Promise<(withTypos: boolean) => MongoFilter> {
    requireAccess(this.entity, scope, 'read');
    const related = await withRelated(this.entity, affordable(filter), {
      store: this.context.store,
      budget,
      query: async (entity, other) =>
        (await new RecordReader(entity, this.context).#query(scope, other, budget))(false),
    });
    const compiled = compileFilter(this.entity, related, await this.#filterContext(scope));
    const region = filter.search ? await this.context.phoneRegionOf(scope.workspaceId) : undefined;
    const parts = [accessFilter(this.entity, scope), compiled];
    return (withTypos) => ({
      $and: filter.search
        ? [...parts, searchCondition(this.entity, filter.search, withTypos, region)]
        : parts,
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
    const [through, ...others] = (parsed.groupBy ?? []).flatMap(
      (one) => throughOf(this.entity, one, this.context.store.entities) ?? [],
    );
    if (others.length > 0)
      throw new InvalidError('Only one of the groups can be a field of another record.', {
        groupBy: 'has several fields of other records',
      });
    if (through) return this.#totalsThrough(scope, parsed, through);
    return this.#totals(scope, parsed);
  }

  async #totals(scope: Scope, parsed: z.output<typeof totalsSchema>): Promise<Totals> {
    const budget = this.#budget();
    const query = await this.#query(scope, parsed as Filter, budget);
    const context = {
      budget,
      ...(await this.#filterContext(scope)),
      money: await this.context.moneyOf(scope.workspaceId),
      calendar: await this.context.calendarOf(scope.workspaceId),
    };
    const read = (withTypos: boolean) =>
      readTotals(this.entity, this.model, query(withTypos), parsed, context);
    const exact = await read(false);
    return exact.all.count === 0 && parsed.search ? read(true) : exact;
  }

  /** Grouped by a field of the record that each refers to. */
  async #totalsThrough(
    scope: Scope,
    request: z.output<typeof totalsSchema>,
    through: Through,
  ): Promise<Totals> {
    const groupBy = request.groupBy?.map((one) => (one === through.name ? through.via : one));
    const byRecord = await this.#totals(scope, { ...request, groupBy, limit: MOST_ROWS });
    const ids = new Set(byRecord.groups.map((group) => String(group.key[through.via])));
    const records = await new RecordReader(through.target, this.context).getMany(scope, ids);
    const folded = foldedThrough(byRecord, through, records);
    const groups = request.order
      ? ranked(folded.groups, request.order, await this.context.moneyOf(scope.workspaceId))
      : inOrder(folded.groups, dateIn(request.groupBy?.[0]));
    return {
      ...folded,
      groups: groups.slice(0, request.limit),
      isComplete: folded.isComplete && groups.length <= request.limit,
    };
  }

  /** One document as it is stored, live or in the trash. @throws NotFoundError */
  protected async load(
    scope: Scope,
    id: string,
    projection: Readonly<Record<string, 0>>,
  ): Promise<StoredDocument> {
    requireAccess(this.entity, scope, 'read');
    const document = await this.model
      .findOne({ $and: [accessFilter(this.entity, scope), { _id: String(id) }] })
      .select(projection)
      .lean<StoredDocument>();
    if (!document) throw new NotFoundError(this.entity.label.one, id);
    return document;
  }

  async #filterContext(scope: Scope): Promise<FilterContext> {
    const { workspaceId } = scope;
    const customFields = this.entity.hasCustomFields
      ? await this.context.customFieldsOf(workspaceId, this.entity.name)
      : [];
    return {
      now: this.context.now(),
      timeZone: await this.context.timeZoneOf(scope),
      money: await this.context.moneyOf(workspaceId),
      phoneRegion: await this.context.phoneRegionOf(workspaceId),
      customFields: customFieldKinds(customFields),
    };
  }
}

const dateIn = (group: string | { field: string } | undefined) =>
  typeof group === 'object' ? group.field : undefined;

/** Whoever reads a record learns where its text came from. */
function told<R extends AnyRecord>(scope: Scope, record: R): R {
  if (record.outside) scope.onOutside?.(record.outside);
  return record;
}
