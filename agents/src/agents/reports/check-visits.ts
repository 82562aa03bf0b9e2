import { z } from 'zod';
import type { ToolContext, ToolResult } from '../../tool.ts';
import { figureInWords } from '../../tools/figure-words.ts';
import { formatDay } from '../../tools/format.ts';
import {
  type DayFigure,
  figuresByDay,
  spanOfDays,
  visitMetric,
  visitMetricNames,
} from '../../website/visit-figures.ts';

/** What is asked of the figures of the website. */
export const visitTest = z.strictObject({
  metric: z.enum(visitMetricNames),
  is: z.enum(['more', 'less']).default('more'),
  than: z
    .number()
    .optional()
    .describe('A figure of one day: whether any day was above or below it. Seconds, of a duration'),
  byPercent: z
    .number()
    .optional()
    .describe('Whether the last day differs from the first one by more than so many percent'),
  thanMetric: z
    .enum(visitMetricNames)
    .optional()
    .describe('Whether it grew by more than this one, from the first day to the last one'),
});
export type VisitCheck = z.output<typeof visitTest> & { from: string; to?: string | undefined };

/** Answers yes or no of figures of the website, from the first day to the last one. */
export async function checkVisits(args: VisitCheck, context: ToolContext): Promise<ToolResult> {
  const days = await daysOf(context, args.metric, args);
  const first = days[0];
  if (!first)
    return {
      text: `There are no figures of the website in that time, so I cannot tell. The code for your pages stands under Settings, Website.`,
      isAnswer: true,
    };
  if (args.than !== undefined) return level(context, args, args.than, days);
  return args.thanMetric === undefined
    ? changed(context, args, days)
    : grew(context, args, args.thanMetric, days);
}

const daysOf = (context: ToolContext, name: string, { from, to }: Pick<VisitCheck, 'from' | 'to'>) =>
  figuresByDay(
    context.crm,
    context.scope,
    visitMetric(name),
    spanOfDays({ from, to }, context.now, context.timeZone),
  );

/** "Yes: on Fri 3 Nov 2023 **total visits** were 21, the most since then." */
function level(
  context: ToolContext,
  { metric, is }: VisitCheck,
  than: number,
  days: readonly DayFigure[],
): ToolResult {
  const isBeyond = ({ value }: DayFigure) => (is === 'more' ? value > than : value < than);
  const farthest = days.reduce((best, one) =>
    (is === 'more' ? one.value > best.value : one.value < best.value) ? one : best,
  );
  const decided = days.some(isBeyond);
  const { label } = visitMetric(metric);
  const most = is === 'more' ? 'most' : 'least';
  return {
    text: `${decided ? 'Yes' : 'No'}: **${label}** ${is === 'more' ? 'came to' : 'fell to'} ${words(context, metric, farthest.value)} on ${dayWords(context, farthest.day)}, the ${most} of any day since ${dayWords(context, days[0]?.day ?? '')}.`,
    decided,
    isAnswer: true,
  };
}

/** By how much the last day differs from the first. */
function changed(
  context: ToolContext,
  { metric, is, byPercent = 0 }: VisitCheck,
  days: readonly DayFigure[],
): ToolResult {
  const [first, last] = [days[0] as DayFigure, days.at(-1) as DayFigure];
  const growth = growthOf(days);
  const decided =
    growth !== undefined && (is === 'more' ? growth > byPercent / 100 : growth < -byPercent / 100);
  const said = growth === undefined ? 'from nothing' : percentWords(growth);
  return {
    text: `${decided ? 'Yes' : 'No'}: **${visitMetric(metric).label}** went from ${words(context, metric, first.value)} on ${dayWords(context, first.day)} to ${words(context, metric, last.value)} on ${dayWords(context, last.day)} (${said}).`,
    decided,
    isAnswer: true,
  };
}

async function grew(
  context: ToolContext,
  args: VisitCheck,
  thanMetric: string,
  days: readonly DayFigure[],
): Promise<ToolResult> {
  const others = await daysOf(context, thanMetric, args);
  const [own, other] = [growthOf(days), growthOf(others)];
  if (own === undefined || other === undefined)
    return { text: 'One of the two began with nothing, so its growth cannot be told.', isAnswer: true };
  const decided = args.is === 'more' ? own > other : own < other;
  return {
    text: `${decided ? 'Yes' : 'No'}: since ${dayWords(context, days[0]?.day ?? '')} **${visitMetric(args.metric).label}** changed by ${percentWords(own)}, **${visitMetric(thanMetric).label}** by ${percentWords(other)}.`,
    decided,
    isAnswer: true,
  };
}

/** From the first day to the last one; undefined where the first has nothing. */
function growthOf(days: readonly DayFigure[]): number | undefined {
  const [first, last] = [days[0]?.value ?? 0, days.at(-1)?.value ?? 0];
  return first > 0 ? (last - first) / first : undefined;
}

const percentWords = (share: number) => `${share > 0 ? '+' : ''}${Math.round(1_000 * share) / 10}%`;
const words = (context: ToolContext, metric: string, value: number) =>
  figureInWords(context, visitMetric(metric), { count: 1, value, amounts: [] });
const dayWords = (context: ToolContext, day: string) =>
  formatDay(spanOfDays({ from: day }, context.now, context.timeZone).from.toJSDate(), context);
