import type { Model, PipelineStage } from 'mongoose';
import type { z } from 'zod';
import { InvalidError } from '../errors.ts';
import type { Calendar } from './calendar.ts';
import type { Entity } from './define-entity.ts';
import { type FilterContext, type MongoFilter, resolveField } from './filter.ts';
import { hasOwnCurrency, type Money } from './money.ts';
import type { StoredDocument } from './outbox.ts';
import type { ReadBudget } from './read-budget.ts';
import type { totalsSchema } from './totals.schema.ts';
import {
  addRow,
  type GroupRow,
  inOrder,
  type NumberField,
  ranked,
  type TotalsGroup,
} from './totals-groups.ts';
import { periodOf, periodOfDay, periodOfInstant } from './totals-period.ts';
import { isDated } from './zod-fields.ts';

/** More rows of groups than this are not read: the request is refused. */
export const MOST_ROWS = 10_000;

export interface Totals {
  /** As ordered; else along time when the first field is a date, else the fullest first. */
  groups: TotalsGroup[];
  /** Over every match, also in groups that were left out; each record once. */
  all: Omit<TotalsGroup, 'key'>;
  /** False when the limit left groups out. */
  isComplete: boolean;
}

type Request = z.output<typeof totalsSchema>;
type KeyValue = TotalsGroup['key'][string];

/** One field of the key. */
interface KeyPart {
  name: string;
  expression: unknown;
  isDate: boolean;
  /** The path of a list, which has to be taken apart. */
  list?: string;
  show(value: KeyValue): KeyValue;
}

/** @param context.money - amounts that name no currency are in the workspace's */
export interface TotalsContext extends FilterContext {
  money: Money;
  calendar: Calendar;
  budget: ReadBudget;
}

/** Counts and adds up in the database. `match` is bound to a workspace already. */
export async function readTotals(
  entity: Entity,
  model: Model<StoredDocument>,
  match: MongoFilter,
  request: Request,
  context: TotalsContext,
): Promise<Totals> {
  const parts = (request.groupBy ?? []).map((group) => keyPart(entity, group, context));
  const fields = [
    ...(request.of ?? []).map((name) => numberField(entity, name, context)),
    ...(request.daysBetween ? [daysField(entity, request.daysBetween, context)] : []),
  ];
  const weight = request.weightBy ? numberField(entity, request.weightBy, context) : undefined;
  const rows = await model
    .aggregate<GroupRow>([
      { $match: match },
      ...parts.flatMap(({ list }) =>
        list ? [{ $unwind: { path: `$${list}`, preserveNullAndEmptyArrays: true } }] : [],
      ),
      { $group: groupStage(parts, fields, weight, context) },
      { $limit: MOST_ROWS + 1 },
    ])
    .option({ maxTimeMS: context.budget.leftMs });
  if (rows.length > MOST_ROWS) {
    throw new InvalidError(
      `That makes more than ${MOST_ROWS} groups. Group by something with fewer values, or narrow the filter.`,
      { groupBy: 'has too many values' },
    );
  }
  const found = new Map<string, TotalsGroup>();
  const all: Totals['all'] = { count: 0, totals: [] };
  for (const row of rows) {
    const shown = parts.map((part, at) => [part.name, part.show((row._id?.[`g${at}`] ?? null) as KeyValue)]);
    const key: TotalsGroup['key'] = Object.fromEntries(shown);
    const mark = JSON.stringify(key);
    const group = found.get(mark) ?? { key, count: 0, totals: [] };
    found.set(mark, group);
    addRow(group, row, fields);
    addRow(all, row, fields);
  }
  const groups = request.order
    ? ranked([...found.values()], request.order, context.money)
    : inOrder([...found.values()], parts[0]?.isDate ? parts[0].name : undefined);
  const isRepeated = parts.some((part) => part.list);
  return {
    groups: groups.slice(0, request.limit),
    all: isRepeated
      ? (await readTotals(entity, model, match, { ...request, groupBy: [] }, context)).all
      : all,
    isComplete: groups.length <= request.limit,
  };
}

function groupStage(
  parts: readonly KeyPart[],
  fields: readonly NumberField[],
  weight: NumberField | undefined,
  context: TotalsContext,
): PipelineStage.Group['$group'] {
  const id: Record<string, unknown> = Object.fromEntries(
    parts.map((part, at) => [`g${at}`, part.expression]),
  );
  if (fields.some((field) => field.isMoney)) id.currency = { $ifNull: ['$currency', context.money.currency] };
  const measures = fields.flatMap(({ value, isMoney }, at) => {
    return [
      [`n${at}`, { $sum: { $cond: [{ $isNumber: value }, 1, 0] } }],
      [`sum${at}`, { $sum: value }],
      [`min${at}`, { $min: value }],
      [`max${at}`, { $max: value }],
      ...(weight ? [[`weighted${at}`, { $sum: weighted(value, weight.value, isMoney) }]] : []),
    ];
  });
  return {
    _id: Object.keys(id).length > 0 ? id : null,
    count: { $sum: 1 },
    ...Object.fromEntries(measures),
  };
}

/** What `$multiply` makes of tenths is a hair off. */
const DIGITS = 6;

/** Each amount is rounded once, halves up: the sum is that of the amounts that people see. */
function weighted(value: unknown, weight: unknown, isMoney: boolean): object {
  const product = { $multiply: [value, weight] };
  return isMoney ? { $floor: { $add: [{ $round: [product, DIGITS] }, 0.5] } } : product;
}

function keyPart(
  entity: Entity,
  group: NonNullable<Request['groupBy']>[number],
  context: TotalsContext,
): KeyPart {
  const name = typeof group === 'string' ? group : group.field;
  const per = typeof group === 'string' ? undefined : group.per;
  const { path, kind, isList } = resolveField(entity, name, context);
  const wrong = (message: string) =>
    new InvalidError(`Cannot group by "${name}": ${message}.`, { groupBy: message });
  if (isDated(kind)) {
    if (!per) throw wrong('a date needs a period: day, week, month, quarter or year');
    return {
      name,
      expression: kind === 'day' ? periodOfDay(path, per) : periodOfInstant(path, per, context.timeZone),
      isDate: true,
      show: (value) => (typeof value === 'string' ? periodOf(per, value, context.calendar) : null),
    };
  }
  if (per) throw wrong('it is not a date');
  if (!['string', 'enum', 'boolean', 'number'].includes(kind)) throw wrong('it is not a plain value');
  return {
    name,
    expression: { $ifNull: [`$${path}`, null] },
    isDate: false,
    ...(isList && { list: path }),
    show: (value) => value,
  };
}

function numberField(entity: Entity, name: string, context: TotalsContext): NumberField {
  const { path, kind, isList, field } = resolveField(entity, name, context);
  if (kind !== 'number' || isList)
    throw new InvalidError(`"${name}" is not a number, so it cannot be added up.`, { of: 'is not a number' });
  return { name, value: `$${path}`, isMoney: field !== undefined && hasOwnCurrency(entity, field.name) };
}

const DAY_MS = 86_400_000;

function daysField(entity: Entity, names: readonly [string, string], context: TotalsContext): NumberField {
  const [from, to] = names.map((name) => {
    const { path, kind } = resolveField(entity, name, context);
    if (kind !== 'date')
      throw new InvalidError(`"${name}" is no point in time, so no days can be counted from or to it.`, {
        daysBetween: 'is no point in time',
      });
    return `$${path}`;
  });
  return { name: 'days', value: { $divide: [{ $subtract: [to, from] }, DAY_MS] }, isMoney: false };
}
