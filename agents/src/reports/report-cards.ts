import type { Money } from '@clianta/crm-core/entity/money';
import { wholeUnits } from '@clianta/crm-core/entity/money';
import { comparableFigure, type Figure, mergedFigure } from '@clianta/crm-core/intelligence/metrics/figure';
import { type Metric, unitOf } from '@clianta/crm-core/intelligence/metrics/metric';
import type { ChartCard, TableCard } from '../reply.schema.ts';
import type { ToolContext } from '../tool.ts';
import { changeInWords, figureInWords } from '../tools/figure-words.ts';
import { formatNumber } from '../tools/format.ts';
import type { NamedGroup } from './report-groups.ts';

/** Longer stretches of time are drawn as a line. */
const MOST_COLUMNS = 12;
/** More groups within groups are not told apart by their colour. */
const MOST_SERIES = 6;

/** What the cards of a report are made of. */
export interface Shown {
  metric: Metric;
  title: string;
  /** What the groups are: "Owner", "Month". */
  label: string;
  /** What is counted: "Deals". */
  count: string;
  isTime: boolean;
  money: Money;
  groups: readonly NamedGroup[];
  all: Figure;
}

const isSummed = ({ measure }: Metric) => measure.kind === 'count' || measure.kind === 'sum';

/** @param before - figures of the period before, by group; its words head the column */
export function groupTable(
  context: ToolContext,
  { metric, title, label, count, money, groups, all, isTime }: Shown,
  before?: { words: string; figures: ReadonlyMap<unknown, Figure> },
): TableCard {
  const sum = comparableFigure(metric, all, money);
  const hasShare = isSummed(metric) && !isTime && sum > 0;
  const hasCount = unitOf(metric) !== 'count';
  const figure = (one: Figure) => comparableFigure(metric, one, money);
  return {
    type: 'table',
    title,
    columns: [
      { key: 'group', label },
      ...(hasCount ? [{ key: 'count', label: count, align: 'right' as const }] : []),
      { key: 'value', label: metric.label, align: 'right' },
      ...(hasShare ? [{ key: 'share', label: 'Share', align: 'right' as const }] : []),
      ...(before
        ? [
            { key: 'before', label: before.words, align: 'right' as const },
            { key: 'change', label: 'Change', align: 'right' as const },
          ]
        : []),
    ],
    rows: groups.map(({ key, name, figure: own }) => {
      const earlier = before?.figures.get(key) ?? NOTHING;
      return {
        cells: {
          group: name,
          ...(hasCount && { count: formatNumber(own.count, context) }),
          value: figureInWords(context, metric, own),
          ...(hasShare && { share: `${Math.round((100 * figure(own)) / sum)}%` }),
          ...(before && {
            before: figureInWords(context, metric, earlier),
            change: changeInWords(figure(earlier), figure(own)),
          }),
        },
      };
    }),
    count: groups.length,
    total: {
      label: isSummed(metric) ? 'Total' : 'Overall',
      value: figureInWords(context, metric, all),
    },
  };
}

const NOTHING: Figure = { count: 0, amounts: [] };

/** What is drawn of a figure: money in whole units, a share in percent. */
function drawn(metric: Metric, figure: Figure, money: Money): number {
  const value = comparableFigure(metric, figure, money);
  const unit = unitOf(metric);
  if (unit === 'money') return wholeUnits(money, value);
  return unit === 'percent' ? Math.round(1_000 * value) / 10 : Math.round(100 * value) / 100;
}

/** The groups to look at. A pie shows parts of a whole: of an average or a share there are none, so it is bars. */
export function groupChart(
  context: ToolContext,
  { metric, title, groups, isTime, money }: Shown,
  asked: ChartCard['kind'] | undefined,
  summary: string,
): ChartCard | undefined {
  if (groups.length === 0) return undefined;
  const usual = isTime ? (groups.length > MOST_COLUMNS ? 'line' : 'column') : 'bar';
  const kind =
    asked === undefined || asked === 'stacked' || (asked === 'pie' && !isSummed(metric)) ? usual : asked;
  return {
    type: 'chart',
    kind,
    title,
    categories: groups.map(({ name }) => name),
    series: [
      {
        label: metric.label,
        values: groups.map(({ figure }) => drawn(metric, figure, money)),
        words: groups.map(({ figure }) => figureInWords(context, metric, figure)),
      },
    ],
    ...(summary && { summary: summary.replaceAll('**', '').trim() }),
  };
}

/** Groups within groups: rows, columns, and the figure where they cross. */
export interface Crossed extends Shown {
  second: readonly NamedGroup[];
  secondLabel: string;
  at(row: NamedGroup, column: NamedGroup): Figure;
}

export function crossTable(context: ToolContext, crossed: Crossed): TableCard {
  const { metric, title, label, groups, all, second, at } = crossed;
  return {
    type: 'table',
    title,
    columns: [
      { key: 'group', label },
      ...second.map(({ name }, index) => ({ key: `c${index}`, label: name, align: 'right' as const })),
      { key: 'all', label: isSummed(metric) ? 'Total' : 'Overall', align: 'right' },
    ],
    rows: groups.map((row) => ({
      cells: {
        group: row.name,
        ...Object.fromEntries(
          second.map((column, index) => [`c${index}`, figureInWords(context, metric, at(row, column))]),
        ),
        all: figureInWords(context, metric, row.figure),
      },
    })),
    count: groups.length,
    total: { label: isSummed(metric) ? 'Total' : 'Overall', value: figureInWords(context, metric, all) },
  };
}

/** A series for each of the second groups, the smallest of many together. */
export function crossChart(
  context: ToolContext,
  { metric, title, groups, isTime, money, second, at }: Crossed,
  asked: ChartCard['kind'] | undefined,
): ChartCard {
  const own = second.length > MOST_SERIES ? second.slice(0, MOST_SERIES - 1) : second;
  const rest = second.slice(own.length);
  const usual = isSummed(metric) ? 'stacked' : isTime ? 'line' : 'column';
  const series = (label: string, figureOf: (row: NamedGroup) => Figure) => ({
    label,
    values: groups.map((row) => drawn(metric, figureOf(row), money)),
    words: groups.map((row) => figureInWords(context, metric, figureOf(row))),
  });
  return {
    type: 'chart',
    kind:
      asked === undefined || asked === 'pie' || (asked === 'stacked' && !isSummed(metric)) ? usual : asked,
    title,
    categories: groups.map(({ name }) => name),
    series: [
      ...own.map((column) => series(column.name, (row) => at(row, column))),
      ...(rest.length > 0
        ? [
            series('Other', (row) =>
              mergedFigure(
                metric,
                rest.map((column) => at(row, column)),
              ),
            ),
          ]
        : []),
    ],
  };
}
