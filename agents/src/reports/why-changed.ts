import type { Spoken } from '@clianta/crm-core/entity/define-entity';
import type { Money } from '@clianta/crm-core/entity/money';
import { InvalidError } from '@clianta/crm-core/errors';
import { comparableFigure } from '@clianta/crm-core/intelligence/metrics/figure';
import { type MetricFigures, readMetric } from '@clianta/crm-core/intelligence/metrics/read-metric';
import { partBefore, spanBefore, type TimeSpan } from '@clianta/crm-core/intelligence/report/report-period';
import type { ToolContext, ToolResult } from '../tool.ts';
import { changeInWords, figureInWords, plainInWords } from '../tools/figure-words.ts';
import { capitalize, listed } from '../tools/format.ts';
import { groupField } from '../tools/group-field.ts';
import { periodInWords } from '../tools/period.ts';
import { fieldNamed } from '../tools/translate.ts';
import type { ReportQuestion } from './report-question.ts';

/** Parts that are told of each way to divide. */
const TOLD = 3;
const NONE = { count: 0, value: 0, amounts: [] };

/** Which parts of a figure fell or rose since the period before. What they fell for is not in the figures, and not said. */
export async function whyChanged(context: ToolContext, question: ReportQuestion): Promise<ToolResult> {
  const { crm, scope } = context;
  const { metric, entity, filter, span } = question;
  if (!span)
    throw new InvalidError(
      'Say which period is meant: “why is March low?”, “why did sales fall last month?”.',
    );
  const whole = spanBefore(span, context.calendar);
  const before = partBefore(span, whole, context.now) ?? whole;
  const money = await crm.moneyOf(scope.workspaceId);
  const read = (within: TimeSpan, groupBy: string[]) =>
    readMetric(crm, scope, metric, {
      ...filter,
      span: { from: within.from.toJSDate(), to: within.to.toJSDate() },
      groupBy,
    });
  const [now, then] = await Promise.all([read(span, []), read(before, [])]);
  const own = (figures: MetricFigures) => comparableFigure(metric, figures.all, money);
  const [label, earlier] = [periodInWords(context, span), periodInWords(context, before)];
  const change = own(now) - own(then);
  const head = `**${metric.label}** in ${label} is **${figureInWords(context, metric, now.all)}**, in ${earlier} it was ${figureInWords(context, metric, then.all)} (${changeInWords(own(then), own(now))}).`;
  if (change === 0) return { text: `${head} Nothing has changed.`, isAnswer: true };
  const isFall = change < 0;
  const { owner, knownBy }: Partial<Spoken> = entity.talk ?? {};
  const ways = [owner, knownBy, 'source', 'medium', knownBy && `${knownBy}.industry`];
  const parts = await Promise.all(
    ways
      .filter((name) => name !== undefined)
      .filter((name) => name.includes('.') || fieldNamed(entity, name))
      .map((name) =>
        partsBy(
          context,
          question,
          name,
          (by) => Promise.all([read(span, by), read(before, by)]),
          money,
          isFall,
        ),
      ),
  );
  const rows = parts.flat();
  const verb = isFall ? 'fell' : 'rose';
  const most = listed(
    parts.flatMap(([first]) =>
      first ? [`by ${first.way.toLowerCase()} **${first.name}** (${first.before} to ${first.now})`] : [],
    ),
  );
  return {
    text: `${head} What ${verb} most: ${most || 'nothing by itself'}. Why it ${verb}, the figures do not say.`,
    cards:
      rows.length === 0
        ? []
        : [
            {
              type: 'table',
              title: `What ${verb} in ${metric.label.toLowerCase()}, ${label}`,
              columns: [
                { key: 'way', label: 'By' },
                { key: 'name', label: 'Of' },
                { key: 'before', label: earlier, align: 'right' },
                { key: 'now', label, align: 'right' },
                { key: 'change', label: 'Change', align: 'right' },
              ],
              rows: rows.map((cells) => ({ cells: { ...cells } })),
              count: rows.length,
            },
          ],
    isAnswer: true,
    facts: { rows },
  };
}

interface Part extends Record<string, string> {
  way: string;
  name: string;
  before: string;
  now: string;
  change: string;
}

async function partsBy(
  context: ToolContext,
  { metric, entity }: ReportQuestion,
  name: string,
  read: (groupBy: string[]) => Promise<[MetricFigures, MetricFigures]>,
  money: Money,
  isFall: boolean,
): Promise<Part[]> {
  const by = await groupField(context, entity, name);
  const [now, then] = await read([String(by.by)]);
  const figures = (all: MetricFigures) =>
    new Map(all.groups.map(({ key, figure }) => [key[by.key] ?? null, figure]));
  const [after, before] = [figures(now), figures(then)];
  const own = (of: typeof after, key: string | number | boolean | null) =>
    comparableFigure(metric, of.get(key) ?? NONE, money);
  const moved = [...new Set([...after.keys(), ...before.keys()])]
    .map((key) => ({ key, change: own(after, key) - own(before, key) }))
    .filter(({ change }) => (isFall ? change < 0 : change > 0))
    .toSorted((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, TOLD);
  const names = await by.words(moved.map(({ key }) => key));
  return moved.map(({ key, change }, at) => ({
    way: capitalize(by.label),
    name: names[at] ?? '',
    before: figureInWords(context, metric, before.get(key) ?? NONE),
    now: figureInWords(context, metric, after.get(key) ?? NONE),
    change: `${change > 0 ? '+' : '−'}${plainInWords(context, metric, Math.abs(change))}`,
  }));
}
