import { unitOf } from '@clianta/crm-core/intelligence/metrics/metric';
import { MEDIUMS } from '@clianta/crm-core/tracking/visit/source-of';
import { z } from 'zod';
import type { ChartCard } from '../../reply.schema.ts';
import { runReport } from '../../reports/run-report.ts';
import { slot } from '../../slot.ts';
import type { ToolContext, ToolResult } from '../../tool.ts';
import { figureInWords } from '../../tools/figure-words.ts';
import { counted } from '../../tools/format.ts';
import { periodInWords } from '../../tools/period.ts';
import {
  figuresByDay,
  type Medium,
  ofSource,
  sourceByVisits,
  spanOfDays,
  visitMetric,
  visitMetricNames,
} from '../../website/visit-figures.ts';

/** Without a word of it. */
const USUAL_DAYS = 30;
/** Ranges of a histogram. */
const MOST_RANGES = 10;
const DAYS = { one: 'day', many: 'days' };

/** What is drawn of the visits, and since when. */
export const visitChart = {
  metrics: z
    .array(z.enum(visitMetricNames))
    .min(1)
    .max(3)
    .default(['website_visits'])
    .describe('A chart for each'),
  source: z
    .enum([...MEDIUMS, 'most', 'least'])
    .optional()
    .describe('Only visits from there; most or least: the source that most or fewest came from'),
  chart: z
    .enum(['column', 'line', 'scatter', 'histogram'])
    .default('line')
    .describe('histogram: on how many days the figure lay in which range'),
  from: slot({ kind: 'since' }, z.iso.date()).optional().describe('The first day. Default: 30 days ago'),
  to: z.iso.date().optional().describe('The last day. Default: yesterday'),
};
export type VisitChart = z.output<z.ZodObject<typeof visitChart>>;

/** Draws figures of the website day by day, a chart for each. */
export async function drawVisits(args: VisitChart, context: ToolContext): Promise<ToolResult> {
  const span = spanOfDays(
    { from: args.from ?? daysAgo(context, USUAL_DAYS), to: args.to },
    context.now,
    context.timeZone,
  );
  const named = args.source === 'most' || args.source === 'least' ? args.source : undefined;
  const ranked = named && (await sourceByVisits(context.crm, context.scope, span, named));
  if (named && !ranked)
    return {
      text: `Nobody was on the website in ${periodInWords(context, span)}, so no source is ahead.`,
      isAnswer: true,
    };
  const source = ranked?.source ?? (named ? undefined : (args.source as Medium | undefined));
  const results = await Promise.all(args.metrics.map((name) => drawn(context, args, name, span, source)));
  const lead = ranked
    ? `${named === 'most' ? 'Most' : 'The fewest'} visits came from **${ranked.source}**: ${ranked.visits}. `
    : '';
  return {
    text: lead + results.map(({ text }) => text).join('\n\n'),
    cards: results.flatMap(({ cards = [] }) => cards),
    ...(results.length === 1 && results[0]?.lastList && { lastList: results[0].lastList }),
    suggestions: ['Where do our visitors come from?', 'Which pages are read most?'],
    isAnswer: true,
  };
}

const daysAgo = ({ now, timeZone }: ToolContext, count: number): string =>
  spanOfDays({ from: '2000-01-01' }, now, timeZone).to.minus({ days: count }).toISODate() ?? '';

type Span = ReturnType<typeof spanOfDays>;

/** The chart of one figure, with what it says. */
async function drawn(
  context: ToolContext,
  { chart }: VisitChart,
  name: string,
  span: Span,
  source: Medium | undefined,
): Promise<ToolResult> {
  const metric = visitMetric(name);
  const filter = { where: ofSource(source) };
  if (chart === 'histogram') return distribution(context, name, span, source);
  const entity = context.crm.store.entity(metric.entity);
  const result = await runReport(context, {
    ...{ metric, entity, filter, span, chart: chart === 'scatter' ? 'line' : chart },
    groupBy: [`${metric.at} per day`],
  });
  const cards = result.cards?.map((card) => (card.type === 'chart' ? { ...card, kind: chart } : card));
  return { ...result, ...(cards && { cards }) };
}

/** On how many days a figure lay in which range. */
async function distribution(
  context: ToolContext,
  name: string,
  span: Span,
  source: Medium | undefined,
): Promise<ToolResult> {
  const metric = visitMetric(name);
  const days = await figuresByDay(context.crm, context.scope, metric, span, source);
  const period = periodInWords(context, span);
  if (days.length === 0)
    return { text: `**${metric.label}** in ${period}: none. It counts ${metric.says}.`, isAnswer: true };
  const figure = (value: number) => figureInWords(context, metric, { count: 1, value, amounts: [] });
  const values = days.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const ranges = rangesOf(least, most, unitOf(metric) === 'count');
  const counts = ranges.map(
    ({ from, to }, at) =>
      values.filter((value) => value >= from && (value < to || at === ranges.length - 1)).length,
  );
  const card: ChartCard = {
    type: 'chart',
    kind: 'histogram',
    title: `${metric.label} a day, ${period}`,
    categories: ranges.map(({ from, last }) =>
      from === last ? figure(from) : `${figure(from)} to ${figure(last)}`,
    ),
    series: [{ label: 'Days', values: counts, words: counts.map((count) => counted(count, DAYS)) }],
    shows: {
      metric: metric.name,
      filter: { where: ofSource(source) },
      from: span.from.toISODate() ?? '',
      to: span.to.minus({ days: 1 }).toISODate() ?? '',
    },
  };
  const range = least === most ? `at ${figure(least)}` : `from ${figure(least)} to ${figure(most)}`;
  return {
    text: `**${metric.label}** a day in ${period} lay ${range}, over ${counted(days.length, DAYS)}.`,
    cards: [card],
    isAnswer: true,
  };
}

interface Range {
  from: number;
  /** Excluded. */
  to: number;
  /** The last value of it that is shown. */
  last: number;
}

/** Equal ranges over all values; of whole numbers each has whole ends. */
function rangesOf(least: number, most: number, isWhole: boolean): Range[] {
  const width = isWhole
    ? Math.max(1, Math.ceil((most - least + 1) / MOST_RANGES))
    : (most - least) / MOST_RANGES || 1;
  const count = isWhole ? Math.ceil((most - least + 1) / width) : most > least ? MOST_RANGES : 1;
  return Array.from({ length: count }, (_, at) => {
    const from = least + at * width;
    const to = from + width;
    return { from, to, last: isWhole ? to - 1 : to };
  });
}
