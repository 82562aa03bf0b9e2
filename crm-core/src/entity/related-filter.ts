import { InvalidError } from '../errors.ts';
import type { Entity } from './define-entity.ts';
import type { Condition, Filter } from './filter.schema.ts';
import type { MongoFilter } from './filter.ts';
import type { StoredDocument } from './outbox.ts';
import type { ReadBudget } from './read-budget.ts';
import type { RecordStore } from './record-store.ts';
import { type Relation, relationOf } from './relations.ts';

/** Ids that a condition on other records may come to: about a megabyte of a query. */
const MOST_IDS = 30_000;
const COMPARISONS = { gt: '$gt', gte: '$gte', lt: '$lt', lte: '$lte', eq: '$eq', ne: '$ne' } as const;
type Comparison = keyof typeof COMPARISONS;
/** Whether a record that has none of the others fulfils the comparison. */
const HOLDS_FOR_NONE: Record<Comparison, (number: number) => boolean> = {
  gt: (number) => number < 0,
  gte: (number) => number <= 0,
  lt: (number) => number > 0,
  lte: (number) => number >= 0,
  eq: (number) => number === 0,
  ne: (number) => number !== 0,
};

interface Reading {
  store: RecordStore;
  budget: ReadBudget;
  /** The filter of another kind of record as the caller may see it. */
  query(entity: Entity, filter: Filter): Promise<MongoFilter>;
}

/**
 * The filter with each condition on other records replaced by one on ids: what is asked of them is read first, by their
 * own indexes and under the caller's scope.
 *
 * @throws InvalidError when there are no such other records, or more of them than a query can name
 */
export async function withRelated(entity: Entity, filter: Filter, reading: Reading): Promise<Filter> {
  const known = new Map<string, Promise<Condition>>();
  const once = (condition: Condition) => {
    const key = JSON.stringify(condition);
    const found = known.get(key) ?? resolved(entity, condition, reading);
    known.set(key, found);
    return found;
  };
  const resolve = (conditions: readonly Condition[]) => Promise.all(conditions.map(once));
  return {
    ...filter,
    ...(filter.where && { where: await resolve(filter.where) }),
    ...(filter.anyOf && { anyOf: await Promise.all(filter.anyOf.map(resolve)) }),
  };
}

async function resolved(entity: Entity, condition: Condition, reading: Reading): Promise<Condition> {
  const relation = relationOf(entity, condition.field, reading.store.entities);
  if (!relation || (!relation.isMany && condition.where === undefined)) {
    if (condition.where === undefined) return condition;
    throw new InvalidError(
      `A ${entity.label.one} has no "${condition.field}" whose fields can be asked about.`,
      {
        [condition.field]: 'has no records of its own',
      },
    );
  }
  reading.budget.takeRelated();
  const query = await reading.query(relation.entity, { where: condition.where ?? [] });
  const { ids, isIn } = relation.isMany
    ? await owners(relation, condition, query, reading)
    : await targets(relation, condition, query, reading);
  if (ids.length > MOST_IDS) {
    throw new InvalidError(
      `More than ${MOST_IDS.toLocaleString('en-US')} ${relation.entity.label.many} would have to be looked at for this. Narrow the question.`,
      { [condition.field]: 'matches too many records' },
    );
  }
  return { field: relation.isMany ? 'id' : relation.via, op: isIn ? 'in' : 'not_in', value: ids };
}

interface Ids {
  ids: string[];
  /** False: the records that are not among them. */
  isIn: boolean;
}

/** The ids of the records that are referred to and fulfil the query. */
async function targets(
  { entity }: Relation,
  condition: Condition,
  query: MongoFilter,
  { store, budget }: Reading,
): Promise<Ids> {
  if (condition.op !== 'is_set' && condition.op !== 'is_empty') throw noComparison(condition);
  const found = await store
    .model(entity)
    .find(query)
    .select({ _id: 1 })
    .limit(MOST_IDS + 1)
    .maxTimeMS(budget.leftMs)
    .lean<Array<Pick<StoredDocument, '_id'>>>();
  return { ids: found.map(({ _id }) => _id), isIn: condition.op === 'is_set' };
}

/** The ids that enough of the other records refer to. Who has none of them is found as who is not among the rest. */
async function owners(
  { entity, via }: Relation,
  condition: Condition,
  query: MongoFilter,
  { store, budget }: Reading,
): Promise<Ids> {
  const [op, number] = countOf(condition);
  const isIn = !HOLDS_FOR_NONE[op](number);
  const comparison = { [COMPARISONS[op]]: number };
  const rows = await store
    .model(entity)
    .aggregate<{ _id: string }>([
      { $match: { $and: [query, { [via]: { $type: 'string' } }] } },
      { $group: { _id: `$${via}`, count: { $sum: 1 } } },
      { $match: { count: isIn ? comparison : { $not: comparison } } },
      { $limit: MOST_IDS + 1 },
    ])
    .option({ maxTimeMS: budget.leftMs });
  return { ids: rows.map(({ _id }) => _id), isIn };
}

/** How many of the others are asked for, as a comparison. */
function countOf(condition: Condition): [Comparison, number] {
  if (condition.op === 'is_set') return ['gt', 0];
  if (condition.op === 'is_empty') return ['eq', 0];
  const count = Number(condition.value);
  const op = (Object.keys(COMPARISONS) as Comparison[]).find((one) => one === condition.op);
  if (!op || !Number.isInteger(count) || count < 0) throw noComparison(condition);
  return [op, count];
}

const noComparison = ({ field }: Condition) =>
  new InvalidError(
    `What is asked of "${field}" is is_set, is_empty, or how many: gt, gte, lt, lte, eq, ne and a number.`,
    {
      [field]: 'is compared with is_set, is_empty or a count',
    },
  );
