import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { dealsCreated } from '@clianta/crm-core/intelligence/metrics/definitions/deals-created';
import { dealsLost } from '@clianta/crm-core/intelligence/metrics/definitions/deals-lost';
import { dealsWon } from '@clianta/crm-core/intelligence/metrics/definitions/deals-won';
import { lostValue } from '@clianta/crm-core/intelligence/metrics/definitions/lost-value';
import { winRate } from '@clianta/crm-core/intelligence/metrics/definitions/win-rate';
import { wonValue } from '@clianta/crm-core/intelligence/metrics/definitions/won-value';
import { comparableFigure, type Figure } from '@clianta/crm-core/intelligence/metrics/figure';
import type { Metric } from '@clianta/crm-core/intelligence/metrics/metric';
import { readMetric } from '@clianta/crm-core/intelligence/metrics/read-metric';
import { partBefore, spanBefore, type TimeSpan } from '@clianta/crm-core/intelligence/report/report-period';
import { z } from 'zod';
import { defineTool, type ToolResult } from '../../tool.ts';
import { filterShape, oneOf } from '../../tools/fields.ts';
import { changeInWords, figureInWords } from '../../tools/figure-words.ts';
import { counted } from '../../tools/format.ts';
import { worthInWords } from '../../tools/money-words.ts';
import { periodInWords, periodOf, periodShape } from '../../tools/period.ts';
import { storedFilter } from '../../tools/translate.ts';
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
    const against = other ? periodOf(context, other) : spanBefore(period, context.calendar);
    const sameDay = partBefore(period, against, context.now);
    const money = await context.crm.moneyOf(context.scope.workspaceId);
    const figuresOf = (span: TimeSpan) =>
      Promise.all(
        ROWS.map(({ metric }) =>
          readMetric(context.crm, context.scope, metric, {
            ...filter,
            span: { from: span.from.toJSDate(), to: span.to.toJSDate() },
          }),
        ),
      ).then((all) => new Map(ROWS.map(({ metric }, at) => [metric, all[at]?.all ?? NONE])));
    const [now, then, byThen] = await Promise.all([
      figuresOf(period),
      figuresOf(against),
      sameDay && figuresOf(sameDay),
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
    const change = (metric: Metric) =>
      changeInWords(
        ...([base, now].map((figures) => comparableFigure(metric, figures.get(metric) ?? NONE, money)) as [
          number,
          number,
        ]),
      );
    const rows = ROWS.map(({ label: measure, metric }) => {
      const show = (figures: Figures) => figureInWords(context, metric, figures.get(metric) ?? NONE);
      return {
        cells: {
          measure,
          before: show(then),
          ...(byThen && { byThen: show(byThen) }),
          now: show(now),
          change: change(metric),
        },
      };
    });
    const won = (figures: Figures, verb = '') => {
      const { count = 0, amounts = [] } = figures.get(wonValue) ?? {};
      return count > 0
        ? `${counted(count, Opportunity.label)}${verb}, worth ${worthInWords(context, amounts)}`
        : `none${verb}`;
    };
    const isMany = (now.get(wonValue)?.count ?? 0) > 1;
    const changed = change(wonValue);
    return {
      text: `In **${label}**${soFar} ${won(now, isMany ? ' were won' : ' was won')}; in ${before}${sameDay ? ' by the same day' : ''} it was ${won(base)}${changed === '—' ? '' : ` (${changed})`}.`,
      cards: [{ type: 'table', title: `${label} against ${before}`, columns, rows, count: rows.length }],
      isAnswer: true,
      facts: { rows: rows.map(({ cells }) => cells) },
    };
  },
});

type Figures = ReadonlyMap<Metric, Figure>;

const NONE: Figure = { count: 0, amounts: [] };

const ROWS: ReadonlyArray<{ label: string; metric: Metric }> = [
  { label: 'New', metric: dealsCreated },
  { label: 'Won', metric: dealsWon },
  { label: 'Won, amount', metric: wonValue },
  { label: 'Lost', metric: dealsLost },
  { label: 'Lost, amount', metric: lostValue },
  { label: 'Win rate', metric: winRate },
];
