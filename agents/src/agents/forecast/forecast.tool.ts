import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { FORECAST_CATEGORIES } from '@clianta/crm-core/intelligence/forecast/category';
import { bestCaseOf, commitOf, inOwn } from '@clianta/crm-core/intelligence/forecast/forecast-amounts';
import { forecastRange } from '@clianta/crm-core/intelligence/forecast/forecast-range';
import { readChances } from '@clianta/crm-core/intelligence/forecast/read-chances';
import { conditionsOf, readForecast } from '@clianta/crm-core/intelligence/forecast/read-forecast';
import { z } from 'zod';
import { dealsInCategory } from '../../forecasts/deals-in-category.ts';
import { byCommit, forecastCards, forecastWorth } from '../../forecasts/forecast-card.ts';
import { type ForecastQuestion, forecastQuestion, openDeals } from '../../forecasts/forecast-question.ts';
import type { Chosen } from '../../reports/report-question.ts';
import { defineTool, type LastList, type ToolContext, type ToolResult } from '../../tool.ts';
import { conditionsInWords } from '../../tools/conditions-in-words.ts';
import { counted, formatMoney, listed } from '../../tools/format.ts';
import { periodInWords } from '../../tools/period.ts';

export const forecast = defineTool({
  name: 'forecast',
  does: 'Working out the forecast',
  operation: 'list',
  entity: Opportunity.name,
  description:
    'What a period will come to: won, commit, best case, weighted by probability, the likely range, what has slipped and what lacks an amount or a close date; by rep, stage, month, industry and so on; or the deals of one category.',
  input: z.strictObject({
    of: openDeals
      .optional()
      .describe('Which deals, and by what they are grouped; a time is that of their expected close'),
    category: z.enum(FORECAST_CATEGORIES).optional().describe('Lists the deals of this category instead'),
  }),
  effect: 'read',
  async run({ of, category }, context): Promise<ToolResult> {
    const { crm, scope, now } = context;
    const question = await forecastQuestion(context, of as Chosen);
    if (category) return dealsInCategory(context, question, category);
    const { span, filter, by } = question;
    const money = await crm.moneyOf(scope.workspaceId);
    const [[all], groups, lacking, such] = await Promise.all([
      readForecast(crm, scope, { span, now, filter }),
      by ? readForecast(crm, scope, { span, now, filter, groupBy: by.by }) : [],
      lackingIn(context, question),
      conditionsInWords(context, Opportunity, filter),
    ]);
    const label = periodInWords(context, span);
    const which = `${label}${such ? ` (${such})` : ''}`;
    const amounts = all?.amounts ?? new Map();
    const worth = (part: Parameters<typeof forecastWorth>[2]) => forecastWorth(context, amounts, part);
    const hasSlipped = [...amounts.values()].some(({ slipped }) => slipped > 0);
    const isOver = conditionsOf({ span, now }).upcoming === undefined;
    const head = isOver
      ? `**${which}** is over: **${worth(({ won }) => won)}** was won.`
      : `**${which}**: commit **${worth(commitOf)}**, best case **${worth(bestCaseOf)}**; ${worth(({ won }) => won)} of it is won. The open deals come to ${worth(({ weighted }) => weighted)} weighted by probability.${await rangeInWords(
          context,
          question,
          inOwn(money, amounts, ({ won }) => won),
        )}`;
    const slipped = isOver
      ? `Open deals that were expected in it have slipped: ${worth((one) => one.slipped)}.`
      : `Slipped, as their close date has passed: ${worth((one) => one.slipped)}, which are in none of it.`;
    const names = by ? await by.words(groups.map(({ key }) => key)) : [];
    const named = groups.map(({ amounts: own }, at) => ({ name: names[at] ?? '', amounts: own }));
    const isTime = by?.per !== undefined;
    const rows = isTime ? inOrderOfTime(groups, named) : named.toSorted(byCommit(money));
    const cards = forecastCards(
      context,
      {
        title: `Forecast ${label}${by ? ` by ${by.label.toLowerCase()}` : ''}`,
        label: by?.label ?? 'Period',
        isTime,
        money,
      },
      by ? rows : [{ name: label, amounts }],
    );
    return {
      text: [head, ...(hasSlipped ? [slipped] : []), ...(isOver ? [] : lacking)].join(' '),
      cards,
      lastList: listOf(question, of as Chosen | undefined),
      suggestions: by
        ? ['Are we on target?', 'Which deals are in commit?']
        : ['By rep', 'Are we on target?', 'Which deals are in commit?'],
      isAnswer: true,
      facts: {
        rows: cards.flatMap((card) => (card.type === 'table' ? card.rows.map(({ cells }) => cells) : [])),
      },
    };
  },
});

/** Periods are keyed so that their order is that of their keys; what has none comes last. */
function inOrderOfTime<R>(groups: ReadonlyArray<{ key: unknown }>, rows: readonly R[]): R[] {
  const key = (at: number) => String(groups[at]?.key ?? '~');
  return rows
    .map((row, at) => ({ row, at }))
    .toSorted((a, b) => (key(a.at) < key(b.at) ? -1 : 1))
    .map(({ row }) => row);
}

/** The open deals of the forecast; "by rep" asks the forecast anew. */
function listOf({ span }: ForecastQuestion, of: Chosen = {}): LastList {
  const { groupBy: _, where = [], ...rest } = of;
  const others = where.filter(({ field }) => !/^(expectedClose(At)?|status)$/.test(field));
  const behind = [
    { field: 'status', op: 'eq', value: 'open' },
    { field: 'expectedClose', op: 'gte', value: span.from.toISODate() },
    { field: 'expectedClose', op: 'lt', value: span.to.toISODate() },
    ...others,
  ];
  return {
    entity: Opportunity.name,
    where: behind,
    ...rest,
    call: { tool: 'forecast', args: { of: { ...of, where: behind } }, filter: 'of' },
  };
}

/** " It will probably end between $200,000 and $320,000 (80 of 100 times)." */
async function rangeInWords(
  context: ToolContext,
  { span, filter }: ForecastQuestion,
  won: number,
): Promise<string> {
  const { crm, scope, now } = context;
  const { upcoming = [] } = conditionsOf({ span, now });
  const chances = await readChances(crm, scope, { ...filter, where: [...(filter.where ?? []), ...upcoming] });
  if (chances.length === 0) return '';
  const { low, high } = forecastRange(chances);
  const [from, to] = [low, high].map((sum) => formatMoney(Math.round(won + sum), context.currency, context));
  return from === to
    ? ` It will probably end at ${from}.`
    : ` It will probably end between ${from} and ${to} (in 8 of 10 cases, by the probabilities of the deals).`;
}

async function lackingIn(
  { crm, scope, now }: ToolContext,
  { span, filter }: ForecastQuestion,
): Promise<string[]> {
  const deals = crm.records(Opportunity);
  const { where = [] } = filter;
  const { upcoming = [] } = conditionsOf({ span, now });
  const [undated, unpriced] = await Promise.all([
    deals.count(scope, {
      ...filter,
      where: [
        ...where,
        { field: 'status', op: 'eq', value: 'open' },
        { field: 'expectedCloseAt', op: 'is_empty' },
      ],
    }),
    deals.count(scope, {
      ...filter,
      where: [...where, ...upcoming, { field: 'amountMinor', op: 'is_empty' }],
    }),
  ]);
  const parts = [
    ...(undated > 0 ? [`${counted(undated, OPEN_DEAL)} without a close date`] : []),
    ...(unpriced > 0 ? [`${counted(unpriced, OPEN_DEAL)} without an amount`] : []),
  ];
  return parts.length > 0 ? [`Not counted: ${listed(parts)}.`] : [];
}

const OPEN_DEAL = { one: 'open deal', many: 'open deals' };
