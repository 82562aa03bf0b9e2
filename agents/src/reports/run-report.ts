import type { Money } from '@clianta/crm-core/entity/money';
import { comparableFigure, type Figure, mergedFigure } from '@clianta/crm-core/intelligence/metrics/figure';
import { unitOf } from '@clianta/crm-core/intelligence/metrics/metric';
import {
  type MetricFigures,
  type MetricGroup,
  readMetric,
} from '@clianta/crm-core/intelligence/metrics/read-metric';
import { partBefore, spanBefore, type TimeSpan } from '@clianta/crm-core/intelligence/report/report-period';
import type { Card, ChartCard } from '../reply.schema.ts';
import type { LastList, ToolContext, ToolResult } from '../tool.ts';
import { conditionsInWords } from '../tools/conditions-in-words.ts';
import { changeInWords, figureInWords } from '../tools/figure-words.ts';
import { capitalize, counted, listed } from '../tools/format.ts';
import { type GroupField, groupField } from '../tools/group-field.ts';
import { inAllInWords } from '../tools/money-words.ts';
import { periodInWords } from '../tools/period.ts';
import { type Crossed, crossChart, crossTable, groupChart, groupTable, type Shown } from './report-cards.ts';
import { type NamedGroup, namedGroups } from './report-groups.ts';
import { argsOf, chosenBy, type ReportQuestion } from './report-question.ts';

/** Fewer groups are read faster in the table alone. */
const FEWEST_DRAWN = 3;

/** Works a report out and says it: the figure, its groups as a table and a picture, and the records behind it. */
export async function runReport(context: ToolContext, question: ReportQuestion): Promise<ToolResult> {
  const { crm, scope } = context;
  const { metric, entity, filter, span, groupBy, compare, chart } = question;
  const bys = await Promise.all(groupBy.map((name) => groupField(context, entity, name)));
  const money = await crm.moneyOf(scope.workspaceId);
  const read = (within: TimeSpan | undefined, groups: readonly GroupField[]) =>
    readMetric(crm, scope, metric, {
      ...filter,
      ...(within && { span: { from: within.from.toJSDate(), to: within.to.toJSDate() } }),
      groupBy: groups.map(({ by }) => by),
    });
  const found = await read(span, bys);
  const earlier =
    compare && span
      ? await comparison(context, question, (within) => read(within, bys.slice(0, 1)))
      : undefined;
  const title = titleOf(context, question, bys);
  const head = await headline(context, question, found.all, earlier, money);
  const answer = {
    lastList: listBehind(context, question),
    isAnswer: true,
    suggestions: suggestionsFor(question),
  };
  const [by, second] = bys;
  if (!by || found.all.count === 0)
    return { ...answer, text: head, cards: [], facts: { value: figureInWords(context, metric, found.all) } };
  const shown: Shown = {
    metric,
    title,
    label: labelOf(by),
    count: capitalize((metric.counts ?? entity.label).many),
    isTime: by.per !== undefined,
    money,
    all: found.all,
    groups: await namedGroups(
      context,
      { metric, by, span, money },
      second ? folded(question, found.groups, by) : found.groups,
    ),
  };
  const cards = second
    ? await crossed(context, question, shown, found.groups, by, second)
    : grouped(context, question, shown, by, earlier);
  const first = leader(context, shown);
  return {
    ...answer,
    text: `${head}${first}`,
    cards: cards.map((card) => (card.type === 'chart' ? { ...card, shows: shownBy(question) } : card)),
    facts: {
      rows: cards.flatMap((card) => (card.type === 'table' ? card.rows.map(({ cells }) => cells) : [])),
      chart,
    },
  };
}

/** Of who did something the field says "By". */
const labelOf = ({ label }: GroupField) => (label === 'By' ? 'Teammate' : label);

interface Earlier {
  words: string;
  figures: MetricFigures;
  isPart: boolean;
}

async function comparison(
  context: ToolContext,
  { span, compare }: ReportQuestion,
  read: (span: TimeSpan) => Promise<MetricFigures>,
): Promise<Earlier | undefined> {
  if (!span) return undefined;
  const before =
    compare === 'year'
      ? { from: span.from.minus({ years: 1 }), to: span.to.minus({ years: 1 }) }
      : spanBefore(span, context.calendar);
  const part = partBefore(span, before, context.now);
  return {
    words: `${periodInWords(context, before)}${part ? ' by then' : ''}`,
    figures: await read(part ?? before),
    isPart: part !== undefined,
  };
}

/** "**Won value** in November 2026 is **$12,000**, of 3 deals; that is +20% on October 2026 ($10,000)." */
async function headline(
  context: ToolContext,
  { metric, entity, filter, span }: ReportQuestion,
  all: Figure,
  earlier: Earlier | undefined,
  money: Money,
): Promise<string> {
  const such = await conditionsInWords(context, entity, filter);
  const when = span ? ` in ${periodInWords(context, span)}` : '';
  const which = `${such ? ` (${such})` : ''}${when}`;
  if (all.count === 0 && !earlier)
    return `**${metric.label}**${which}: none. It counts ${metric.says}, and there are none like that.`;
  const of = unitOf(metric) === 'count' ? '' : `, of ${counted(all.count, metric.counts ?? entity.label)}`;
  const inAll = unitOf(metric) === 'money' ? await inAllInWords(context, all.amounts) : '';
  const own = (figure: Figure) => comparableFigure(metric, figure, money);
  const change = earlier
    ? `; in ${earlier.words} it was ${figureInWords(context, metric, earlier.figures.all)} (${changeInWords(own(earlier.figures.all), own(all))})`
    : '';
  return `**${metric.label}**${which} is **${figureInWords(context, metric, all)}**${of}${inAll && `, ${inAll}`}${change}.`;
}

/** "Won value by owner", with its period where it has one. */
export async function titleOfQuestion(context: ToolContext, question: ReportQuestion): Promise<string> {
  const { entity, groupBy } = question;
  return titleOf(
    context,
    question,
    await Promise.all(groupBy.map((name) => groupField(context, entity, name))),
  );
}

function titleOf(context: ToolContext, { metric, span }: ReportQuestion, bys: readonly GroupField[]): string {
  const by = bys.length > 0 ? ` by ${listed(bys.map((by) => labelOf(by).toLowerCase()))}` : '';
  return `${metric.label}${by}${span ? `, ${periodInWords(context, span)}` : ''}`;
}

function leader(context: ToolContext, { metric, groups, money, isTime }: Shown): string {
  const named = groups.filter(({ key, figure }) => key !== null && key !== undefined && figure.count > 0);
  const own = (group: NamedGroup) => comparableFigure(metric, group.figure, money);
  const most = Math.max(...named.map(own));
  const first = named.filter((group) => own(group) === most);
  if (named.length < 2 || first.length !== 1 || !first[0]) return '';
  const isPart = metric.measure.kind === 'count' || metric.measure.kind === 'sum';
  const what = ['days', 'mean'].includes(metric.measure.kind)
    ? 'The longest'
    : isTime || !isPart
      ? 'The best'
      : 'The most';
  return ` ${what} is **${first[0].name}** with ${figureInWords(context, metric, first[0].figure)}.`;
}

function grouped(
  context: ToolContext,
  { chart }: ReportQuestion,
  shown: Shown,
  by: GroupField,
  earlier: Earlier | undefined,
): Card[] {
  const before =
    earlier && !by.per
      ? {
          words: capitalize(earlier.words),
          figures: new Map(
            earlier.figures.groups.map(({ key, figure }) => [(key[by.key] ?? null) as unknown, figure]),
          ),
        }
      : undefined;
  const table = groupTable(context, shown, before);
  const isDrawn = chart !== undefined || shown.groups.length >= FEWEST_DRAWN;
  const picture = isDrawn ? groupChart(context, shown, chart, leader(context, shown)) : undefined;
  return picture ? [picture, table] : [table];
}

/** The groups of the first field, those within them put together. */
function folded({ metric }: ReportQuestion, groups: readonly MetricGroup[], by: GroupField): MetricGroup[] {
  const found = new Map<unknown, MetricGroup[]>();
  for (const group of groups) {
    const key = group.key[by.key] ?? null;
    found.set(key, [...(found.get(key) ?? []), group]);
  }
  return [...found].map(([key, own]) => ({
    key: { [by.key]: key as MetricGroup['key'][string] },
    figure: mergedFigure(
      metric,
      own.map(({ figure }) => figure),
    ),
  }));
}

async function crossed(
  context: ToolContext,
  question: ReportQuestion,
  shown: Shown,
  groups: readonly MetricGroup[],
  by: GroupField,
  second: GroupField,
): Promise<Card[]> {
  const { metric, span, chart } = question;
  const columns = await namedGroups(
    context,
    { metric, by: second, span, money: shown.money },
    folded(question, groups, second),
  );
  const named = (all: readonly NamedGroup[]) =>
    new Set(all.flatMap(({ key }) => (key === undefined ? [] : [key])));
  const [rowKeys, columnKeys] = [named(shown.groups), named(columns)];
  const belongs = (group: NamedGroup, key: unknown, known: ReadonlySet<unknown>) =>
    group.key === undefined ? !known.has(key) : group.key === key;
  const cross: Crossed = {
    ...shown,
    second: columns,
    secondLabel: second.label,
    at: (row, column) =>
      mergedFigure(
        metric,
        groups.flatMap(({ key, figure }) =>
          belongs(row, key[by.key] ?? null, rowKeys) && belongs(column, key[second.key] ?? null, columnKeys)
            ? [figure]
            : [],
        ),
      ),
  };
  return [crossChart(context, cross, chart), crossTable(context, cross)];
}

/** What a picture is of, for whoever names or keeps it. */
function shownBy(question: ReportQuestion): NonNullable<ChartCard['shows']> {
  const { metric, span, filter } = question;
  return {
    metric: metric.name,
    filter,
    ...(span && {
      from: span.from.toISODate() ?? '',
      to: span.to.minus({ millisecond: 1 }).toISODate() ?? '',
    }),
  };
}

/** The records behind the figure; what goes on from the list asks the report anew. */
function listBehind(context: ToolContext, question: ReportQuestion): LastList {
  const { entity } = question;
  const { where = [], anyOf, text } = chosenBy(context, question);
  return {
    entity: entity.name,
    where,
    ...(anyOf && { anyOf }),
    ...(text && { text }),
    call: { tool: 'run_report', args: { ...argsOf(context, question) }, filter: 'of' },
  };
}

function suggestionsFor({ entity, groupBy, span }: ReportQuestion): string[] {
  return [
    ...(groupBy.length === 0 ? ['By rep', 'By month'] : ['As a pie']),
    ...(span ? ['And the period before?'] : []),
    ...(entity.talk ? [`Which ${entity.label.many} are those?`] : []),
  ].slice(0, 4);
}
