import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import type { Money } from '@clianta/crm-core/entity/money';
import { inOwnCurrency } from '@clianta/crm-core/entity/money';
import type { FieldTotals } from '@clianta/crm-core/entity/totals-groups';
import { DateTime } from 'luxon';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { filterShape, oneOf } from '../../tools/fields.ts';
import { counted } from '../../tools/format.ts';
import { worthInWords } from '../../tools/money-words.ts';
import { storedFilter } from '../../tools/translate.ts';
import { type Period, periodBefore, periodInWords, periodOf, periodShape } from './period.ts';
import { resolvePipeline } from './resolve-pipeline.ts';

export const comparePeriods = defineTool({
  name: 'compare_periods',
  does: 'Comparing two periods',
  operation: 'list',
  entity: 'opportunity',
  description:
    'Deals made, won and lost in one period against another, with amounts and win rate; of everybody or of the deals that a filter names. "How does this quarter compare to the last", "Akira this month against last month".',
  input: z.strictObject({
    period: periodShape.optional().describe('Default this quarter'),
    against: periodShape.optional().describe('Default the one before it'),
    pipeline: oneOf(Pipeline).optional(),
    ...filterShape(),
  }),
  effect: 'read',
  async run({ period: given, against: other, pipeline: name, ...chosenBy }, context): Promise<ToolResult> {
    const pipeline = name ? await resolvePipeline(context, name) : undefined;
    const chosen = await storedFilter(context, Opportunity, chosenBy);
    const filter = {
      ...chosen,
      where: [
        ...(chosen.where ?? []),
        ...(pipeline ? [{ field: 'pipelineId', op: 'eq' as const, value: pipeline.id }] : []),
      ],
    };
    const period = periodOf(context, given);
    const against = other ? periodOf(context, other) : periodBefore(context, period);
    const sameDay = upToNow(context, period, against);
    const money = await context.crm.moneyOf(context.scope.workspaceId);
    const [now, then, byThen] = await Promise.all([
      figuresOf(context, filter, period, money),
      figuresOf(context, filter, against, money),
      sameDay && figuresOf(context, filter, sameDay, money),
    ]);
    const [label, before] = [periodInWords(context, period), periodInWords(context, against)];
    const base = byThen ?? then;
    const soFar = sameDay ? ' so far' : '';
    const columns = [
      { key: 'measure', label: 'Deals' },
      { key: 'before', label: before, align: 'right' as const },
      ...(sameDay ? [{ key: 'byThen', label: `${before} by then`, align: 'right' as const }] : []),
      { key: 'now', label: `${label}${soFar}`, align: 'right' as const },
      { key: 'change', label: 'Change', align: 'right' as const },
    ];
    const rows = MEASURES.map(({ name: measure, show, number }) => ({
      cells: {
        measure,
        before: show(context, then),
        ...(byThen && { byThen: show(context, byThen) }),
        now: show(context, now),
        change: changeInWords(number(base), number(now)),
      },
    }));
    const won = ({ won: count, wonWorth }: Figures, verb = '') =>
      count > 0
        ? `${counted(count, Opportunity.label)}${verb}, worth ${worthInWords(context, wonWorth)}`
        : `none${verb}`;
    const change = changeInWords(base.wonOwn, now.wonOwn);
    return {
      text: `In **${label}**${soFar} ${won(now, now.won > 1 ? ' were won' : ' was won')}; in ${before}${sameDay ? ' by the same day' : ''} it was ${won(base)}${change === '—' ? '' : ` (${change})`}.`,
      cards: [{ type: 'table', title: `${label} against ${before}`, columns, rows, count: rows.length }],
      isAnswer: true,
      facts: { rows: rows.map(({ cells }) => cells) },
    };
  },
});

/** As much of the earlier period as has passed of the one that is not over; undefined when it is. */
function upToNow({ now, timeZone }: ToolContext, period: Period, against: Period): Period | undefined {
  const at = DateTime.fromJSDate(now, { zone: timeZone });
  if (at <= period.from || at >= period.to) return undefined;
  const days = Math.floor(at.startOf('day').diff(period.from, 'days').days) + 1;
  const to = DateTime.min(against.from.plus({ days }), against.to);
  return { from: against.from, to };
}

interface Figures {
  made: number;
  won: number;
  lost: number;
  wonWorth: Worth;
  lostWorth: Worth;
  /** What was won in the workspace's currency, by its rates. */
  wonOwn: number;
  lostOwn: number;
}

type Worth = Array<{ amountMinor: number; currency?: string | undefined }>;
type DealFilter = { where: Condition[] };

async function figuresOf(
  { crm, scope }: ToolContext,
  filter: DealFilter,
  { from, to }: Period,
  money: Money,
): Promise<Figures> {
  const service = crm.records(Opportunity);
  const within = (field: string): Condition[] => [
    { field, op: 'gte', value: from.toJSDate() },
    { field, op: 'lt', value: to.toJSDate() },
  ];
  const closed = (status: string) =>
    service.totals(scope, {
      ...filter,
      where: [...filter.where, ...within('closedAt'), { field: 'status', op: 'eq', value: status }],
      of: ['amountMinor'],
    });
  const [made, won, lost] = await Promise.all([
    service.count(scope, { ...filter, where: [...filter.where, ...within('createdAt')] }),
    closed('won'),
    closed('lost'),
  ]);
  const worth = (totals: readonly FieldTotals[]) =>
    totals.map(({ sum, currency }) => ({ amountMinor: sum, currency }));
  const own = (amounts: Worth) =>
    amounts.reduce(
      (sum, { amountMinor, currency }) => sum + (inOwnCurrency(money, amountMinor, currency) ?? 0),
      0,
    );
  const [wonWorth, lostWorth] = [worth(won.all.totals), worth(lost.all.totals)];
  return {
    made,
    won: won.all.count,
    lost: lost.all.count,
    wonWorth,
    lostWorth,
    wonOwn: own(wonWorth),
    lostOwn: own(lostWorth),
  };
}

interface Measure {
  name: string;
  show(context: ToolContext, figures: Figures): string;
  /** What the change is worked out from. */
  number(figures: Figures): number;
}

const rateOf = ({ won, lost }: Figures) => (won + lost > 0 ? won / (won + lost) : 0);

const MEASURES: readonly Measure[] = [
  { name: 'New', show: (_, { made }) => String(made), number: ({ made }) => made },
  { name: 'Won', show: (_, { won }) => String(won), number: ({ won }) => won },
  {
    name: 'Won, amount',
    show: (context, { wonWorth }) => worthInWords(context, wonWorth),
    number: ({ wonOwn }) => wonOwn,
  },
  { name: 'Lost', show: (_, { lost }) => String(lost), number: ({ lost }) => lost },
  {
    name: 'Lost, amount',
    show: (context, { lostWorth }) => worthInWords(context, lostWorth),
    number: ({ lostOwn }) => lostOwn,
  },
  {
    name: 'Win rate',
    show: (_, figures) => (figures.won + figures.lost > 0 ? `${Math.round(100 * rateOf(figures))}%` : '—'),
    number: rateOf,
  },
];

/** "+20%", "the same"; a dash where there was nothing before. */
function changeInWords(before: number, after: number): string {
  if (before === after) return 'the same';
  if (before === 0) return '—';
  const percent = Math.round((100 * (after - before)) / before);
  return `${percent > 0 ? '+' : ''}${percent}%`;
}
