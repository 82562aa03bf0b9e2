import type { Entity } from '@clianta/crm-core/entity/define-entity';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { inOwnCurrency, type Money, wholeUnits } from '@clianta/crm-core/entity/money';
import { totalsSchema } from '@clianta/crm-core/entity/totals.schema';
import type { FieldTotals, TotalsGroup } from '@clianta/crm-core/entity/totals-groups';
import type { Field } from '@clianta/crm-core/entity/zod-fields';
import { InvalidError } from '@clianta/crm-core/errors';
import { lookup } from '../lookup.ts';
import type { ChartCard, TableCard } from '../reply.schema.ts';
import type { ToolContext } from '../tool.ts';
import { chartOf } from './chart-card.ts';
import { capitalize, counted, formatMoney, formatNumber, listed } from './format.ts';
import { type GroupField, groupField } from './group-field.ts';
import { comparedInWords } from './money-words.ts';
import { ownFields } from './present.ts';
import { fieldNamed } from './translate.ts';

/** Groups that a table shows. */
const MOST_GROUPS = 50;
/** Longer stretches of time are drawn as a line. */
const MOST_COLUMNS = 12;

type NumberField = Pick<Field, 'name' | 'label' | 'format'>;

/** A number field by a tool's name for it, also one that the workspace has added. */
async function numberField(context: ToolContext, entity: Entity, name: string): Promise<NumberField> {
  const field = fieldNamed(entity, name);
  if (field?.kind === 'number') return field;
  const own = (await ownFields(context, entity)).find((one) => name === `customFields.${one.key}`);
  if (own?.type !== 'number')
    throw new InvalidError(`“${name}” is not a number, so it cannot be added up or averaged.`);
  return { name, label: own.label };
}

/** Sums or averages as people read them, one for each currency. */
function figures(
  context: ToolContext,
  field: NumberField,
  totals: readonly FieldTotals[],
  of: (one: FieldTotals) => number,
): string {
  if (field.format !== 'money') return formatNumber(totals[0] ? of(totals[0]) : 0, context);
  const parts = totals
    .filter((one) => of(one) > 0)
    .map((one) => formatMoney(Math.round(of(one)), one.currency ?? context.currency, context));
  return parts.join(' + ') || formatMoney(0, context.currency, context);
}

const sum = (one: FieldTotals) => one.sum;
const average = (one: FieldTotals) => one.average ?? 0;

/** A number field over all matches: its total and its average. */
export async function totalsOf(context: ToolContext, entity: Entity, filter: Filter, name: string) {
  const field = await numberField(context, entity, name);
  const { all } = await context.crm.records(entity).totals(context.scope, { ...filter, of: [field.name] });
  return {
    label: field.label ?? field.name,
    total: figures(context, field, all.totals, sum),
    average: figures(context, field, all.totals, average),
  };
}

export interface Grouping {
  groupBy: string;
  /** A number field to total and average. */
  of?: string | undefined;
  /** "-count", "sum", "-average": the groups ranked. */
  sort?: string | undefined;
  /** False: the sort only says what to tell of a table whose order of time is kept. */
  isOrdered?: boolean;
  limit?: number | undefined;
  /** What a chart of it shows; default: the total. */
  measure?: 'sum' | 'average';
}

/** Matches counted, and a number field totalled, per value of a field; the answer says who is first. */
export async function groupedTable(
  context: ToolContext,
  entity: Entity,
  filter: Filter,
  { groupBy, of, sort, isOrdered = true, limit, measure = 'sum' }: Grouping,
): Promise<{ card: TableCard; chart?: ChartCard | undefined; text: string }> {
  const by = await groupField(context, entity, groupBy);
  const number = of ? await numberField(context, entity, of) : undefined;
  const order = by.per && !isOrdered ? undefined : totalsSchema.shape.order.safeParse(sort).data;
  const { groups, all } = await context.crm.records(entity).totals(context.scope, {
    ...filter,
    groupBy: [by.by],
    ...(number && { of: [number.name] }),
    ...(order && { order }),
    limit: limit ?? MOST_GROUPS,
  });
  const names = await by.words(groups.map((group) => group.key[by.key]));
  const rows = groups.map((group, at) => ({
    cells: {
      group: names[at] ?? '',
      count: formatNumber(group.count, context),
      ...(number && { sum: figures(context, number, group.totals, sum) }),
      ...(number && { average: figures(context, number, group.totals, average) }),
    },
  }));
  const label = by.label.toLowerCase();
  const shown: Ranked[] = groups.map((group, at) => ({
    name: names[at] ?? '',
    isNamed: group.key[by.key] !== null,
    group,
    sum: rows[at]?.cells.sum ?? '',
    average: rows[at]?.cells.average ?? '',
  }));
  const money = await context.crm.moneyOf(context.scope.workspaceId);
  const first = order
    ? winner(entity, shown, order)
    : by.per && shown.length === 2
      ? comparison(shown, number, money)
      : fullest(shown);
  const isRanked = number !== undefined && (order ? !order.includes('count') : by.per && shown.length === 2);
  const mixed = isRanked ? await comparedInWords(context, entity, filter, number.name) : '';
  const drawn = rows.map((row, at) => ({ ...row, value: amountOf(groups[at], number, measure, money) }));
  const ordered = order && isOrdered ? drawn : inOwnOrder(by, groups, drawn);
  const card: TableCard = {
    type: 'table',
    title: `${capitalize(entity.label.many)} by ${label}`,
    columns: [
      { key: 'group', label: by.label },
      { key: 'count', label: capitalize(entity.label.many), align: 'right' },
      ...(number ? [{ key: 'sum', label: 'Total', align: 'right' as const }] : []),
      ...(number ? [{ key: 'average', label: 'Average', align: 'right' as const }] : []),
    ],
    rows: ordered.map(({ cells }) => ({ cells })),
    count: groups.length,
    ...(number && { total: { label: 'Total', value: figures(context, number, all.totals, sum) } }),
  };
  return {
    card,
    chart: chartOf(card, {
      kind: by.per ? (ordered.length > MOST_COLUMNS ? 'line' : 'column') : 'bar',
      category: 'group',
      figure: number ? measure : 'count',
      values: ordered.map(({ value }) => value),
      summary: first,
    }),
    text: `Here are ${counted(all.count, entity.label)} by ${label}.${first}${mixed}`,
  };
}

/** A group's figure in the workspace's currency, so that bars can be compared. */
function amountOf(
  group: TotalsGroup | undefined,
  number: NumberField | undefined,
  measure: 'sum' | 'average',
  money: Money,
): number {
  if (!number) return group?.count ?? 0;
  const amounts = (group?.totals ?? []).map((one) => ({
    one,
    of: measure === 'sum' ? one.sum : average(one),
  }));
  const all = amounts.reduce(
    (total, { one, of }) => total + (inOwnCurrency(money, of, one.currency) ?? 0),
    0,
  );
  return number.format === 'money' ? wholeUnits(money, all) : all;
}

/** Stages as they follow each other, whatever order the database gives. */
function inOwnOrder<T>({ key, order }: GroupField, groups: readonly TotalsGroup[], rows: readonly T[]): T[] {
  if (!order) return [...rows];
  const placed = rows.map((row, at) => ({ row, place: order.indexOf(String(groups[at]?.key[key])) }));
  return placed.toSorted((a, b) => a.place - b.place).map(({ row }) => row);
}

interface Ranked {
  name: string;
  /** False for the records that have no value there. */
  isNamed: boolean;
  group: TotalsGroup;
  sum: string;
  average: string;
}

function fullest(shown: readonly Ranked[]): string {
  const most = Math.max(0, ...shown.map(({ group }) => group.count));
  const first = shown.find(({ group }) => group.count === most);
  return shown.length > 1 && first ? ` The most are with ${first.name}.` : '';
}

const ORDER_WORDS: Readonly<Record<string, string>> = lookup({
  '-count': 'The most are with',
  count: 'The fewest are with',
  '-sum': 'The highest total is with',
  sum: 'The lowest total is with',
  '-average': 'The highest average is with',
  average: 'The lowest average is with',
});

/** "The highest total is with Lena: $40,000 in 2 deals."; all that share the first place. */
function winner(entity: Entity, shown: readonly Ranked[], order: string): string {
  const named = shown.filter(({ isNamed }) => isNamed);
  const [first] = named;
  if (!first) return '';
  const measure = order.replace('-', '');
  const figure = (one: Ranked) =>
    measure === 'count' ? String(one.group.count) : measure === 'sum' ? one.sum : one.average;
  const tied = named.filter((one) => figure(one) === figure(first));
  const of = measure === 'count' ? '' : `${figure(first)} ${measure === 'sum' ? 'in' : 'over'} `;
  const what =
    tied.length > 1 && measure !== 'count'
      ? figure(first)
      : `${of}${counted(first.group.count, entity.label)}`;
  const each = tied.length > 1 ? ' each' : '';
  const least = order.startsWith('-') ? '' : ' Those without any are not in the list.';
  const names = tied.length > 6 ? `${tied.length} of them` : listed(tied.map(({ name }) => `**${name}**`));
  return ` ${ORDER_WORDS[order]} ${names}: ${what}${each}.${least}`;
}

/** Two periods side by side: by how much the later one is above or below the earlier. */
function comparison(
  [before, after]: readonly Ranked[],
  number: NumberField | undefined,
  money: Money,
): string {
  if (!before || !after) return '';
  const [from, to] = [before, after].map(({ group }) =>
    number
      ? group.totals.reduce((total, one) => total + (inOwnCurrency(money, one.sum, one.currency) ?? 0), 0)
      : group.count,
  ) as [number, number];
  const percent = from > 0 ? Math.round((100 * (to - from)) / from) : undefined;
  const change =
    percent === undefined || percent === 0
      ? 'about the same as'
      : `${Math.abs(percent)}% ${percent > 0 ? 'more' : 'less'} than`;
  const show = (one: Ranked) => `${one.name} (${number ? one.sum : one.group.count})`;
  return ` ${show(after)} is ${change} ${show(before)}.`;
}
