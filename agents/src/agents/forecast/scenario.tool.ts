import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import {
  type AmountsByCurrency,
  bestCaseOf,
  commitOf,
} from '@clianta/crm-core/intelligence/forecast/forecast-amounts';
import { readForecast } from '@clianta/crm-core/intelligence/forecast/read-forecast';
import { spanOfPeriod, type TimeSpan } from '@clianta/crm-core/intelligence/report/report-period';
import { z } from 'zod';
import { forecastCards, forecastWorth } from '../../forecasts/forecast-card.ts';
import { aheadShape, forecastQuestion } from '../../forecasts/forecast-question.ts';
import { forecastIf, imagined, periodsFelt, type WhatIf } from '../../forecasts/what-if.ts';
import type { Chosen } from '../../reports/report-question.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { filterShape, oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, formatDay } from '../../tools/format.ts';
import { worthInWords } from '../../tools/money-words.ts';
import { periodInWords, periodOf } from '../../tools/period.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { storedFilter, type ToolFilter } from '../../tools/translate.ts';
import { belongsTo, whoseOf, whoseShape } from '../../tools/whose.ts';

/** Deals that a scenario changes at most. */
const MOST = 5_000;
const PAGE = 500;

const OUTCOMES = ['lost', 'won', 'slips', 'changes'] as const;

export const scenario = defineTool({
  name: 'scenario',
  does: 'Playing through a scenario',
  operation: 'read',
  entity: Opportunity.name,
  description:
    'What the forecast would be if open deals were lost, won, slipped or had another amount; before and after, in every period that it is felt in. It writes nothing.',
  input: z.strictObject({
    deal: oneOf(Opportunity).optional(),
    owner: whoseShape.optional().describe('Without a deal: whose open deals'),
    stage: slot({ kind: 'stage' }, z.string()).optional().describe('Without a deal: those in this stage'),
    of: z
      .object(filterShape())
      .optional()
      .describe('Without a deal: which open deals. Default all of the period'),
    becomes: z.enum(OUTCOMES).optional().describe('Default lost; "changes": another amount'),
    to: slot({ kind: 'span' }, z.object({ from: z.string().optional(), to: z.string().optional() }))
      .optional()
      .describe('Where they slip to, ISO 8601 dates'),
    by: z.enum(['1w', '1m', '1q']).optional().describe('How far they slip when no date is given'),
    amount: slot({ kind: 'money' }, z.number().min(0).max(1e12)).optional(),
    discount: slot({ kind: 'percent' }, z.number().min(0).max(100)).optional().describe('Percent off'),
    period: aheadShape,
  }),
  effect: 'read',
  async run(
    { deal: name, owner, stage, of = {}, period, to, becomes, by, ...rest },
    context,
  ): Promise<ToolResult> {
    const whatIf: WhatIf = {
      ...rest,
      by,
      to: to && periodOf(context, to, 'day'),
      becomes:
        becomes ?? (to || by ? 'slips' : rest.amount !== undefined || rest.discount ? 'changes' : 'lost'),
    };
    const asked = await spanOf(context, period);
    const one = name === undefined ? undefined : await resolveOne(context, Opportunity, name, 'deal');
    if (one && one.status !== 'open')
      return {
        text: `**${one.title}** is ${one.status} already, so the forecast is what it is.`,
        focus: [focusOf(Opportunity, one)],
        isAnswer: true,
      };
    const which = { ...of, where: [...(of.where ?? []), ...(await chosenBy(context, owner, stage))] };
    const deals = one ? [one] : await dealsOf(context, asked, which as ToolFilter);
    if (deals.length === 0)
      return { text: 'There are no such open deals, so nothing would change.', isAnswer: true };
    const changes = deals.map((deal) => ({ deal, later: imagined(context, deal, whatIf) }));
    return answer(context, asked, changes, whatIf, one);
  },
});

type Changes = ReadonlyArray<{ deal: OpportunityRecord; later: OpportunityRecord }>;

async function answer(
  context: ToolContext,
  asked: TimeSpan,
  changes: Changes,
  whatIf: WhatIf,
  one: OpportunityRecord | undefined,
): Promise<ToolResult> {
  const { crm, scope, now } = context;
  const days = changes.flatMap(({ deal, later }) => [deal.expectedCloseAt, later.expectedCloseAt]);
  const spans = one || whatIf.becomes === 'slips' ? periodsFelt(context, asked, days) : [asked];
  const money = await crm.moneyOf(scope.workspaceId);
  const periods = await Promise.all(
    spans.map(async (span) => {
      const [all] = await readForecast(crm, scope, { span, now });
      const before: AmountsByCurrency = all?.amounts ?? new Map();
      return {
        label: periodInWords(context, span),
        before,
        after: forecastIf(context, span, before, changes),
      };
    }),
  );
  const said = periods.flatMap(({ label, before, after }) => {
    const part = (of: Parameters<typeof forecastWorth>[2]) =>
      [before, after].map((one) => forecastWorth(context, one, of));
    const [[commit, commitThen], [best, bestThen]] = [part(commitOf), part(bestCaseOf)];
    const changed = commit !== commitThen || best !== bestThen;
    return changed
      ? [
          `**${label}** comes to commit **${commitThen}** instead of ${commit}, best case **${bestThen}** instead of ${best}.`,
        ]
      : [`**${label}** stays as it is in commit and best case.`];
  });
  return {
    text: `${ifInWords(context, changes, whatIf, one)}: ${said.join(' ')} Nothing was changed.`,
    cards: forecastCards(
      context,
      { title: 'Scenario', label: 'Period', money, isPlain: true },
      periods.flatMap(({ label, before, after }) => [
        { name: `${label} now`, amounts: before },
        { name: `${label} then`, amounts: after },
      ]),
    ),
    ...(one && { focus: [focusOf(Opportunity, one)] }),
    suggestions: ['Are we on target?', `Forecast ${periods[0]?.label ?? ''}`.trim()],
    isAnswer: true,
    facts: { periods: periods.map(({ label }) => label) },
  };
}

/** "If **Kestrel rollout** ($40,000) is lost". */
function ifInWords(
  context: ToolContext,
  changes: Changes,
  { becomes, discount, amount }: WhatIf,
  one: OpportunityRecord | undefined,
): string {
  const worth = worthInWords(
    context,
    changes.map(({ deal }) => deal),
  );
  const what = one ? `**${one.title}** (${worth})` : `${counted(changes.length, OPEN_DEAL)} (${worth})`;
  const isOne = changes.length === 1;
  const to = changes[0]?.later;
  switch (becomes) {
    case 'slips':
      return `If ${what} ${isOne ? 'slips' : 'slip'}${isOne && to?.expectedCloseAt ? ` to ${formatDay(to.expectedCloseAt, context)}` : ''}`;
    case 'changes':
      return amount === undefined
        ? `With ${discount ?? 0}% off ${what}`
        : `If ${what} ${isOne ? 'comes' : 'come'} in at ${worthInWords(context, to ? [to] : [])}${isOne ? '' : ' each'}`;
    default:
      return `If ${what} ${isOne ? 'is' : 'are'} ${becomes}`;
  }
}

const OPEN_DEAL = { one: 'open deal', many: 'open deals' };

/** The period that is said, else that of the forecast shown last, else the quarter that it is. */
async function spanOf(context: ToolContext, period: z.output<typeof aheadShape>): Promise<TimeSpan> {
  if (period) return periodOf(context, period);
  const last = context.lastList?.call;
  if (last?.tool === 'forecast') return (await forecastQuestion(context, last.args.of as Chosen)).span;
  return spanOfPeriod({ unit: 'quarter', count: 1, back: 0 }, context);
}

async function chosenBy(
  context: ToolContext,
  owner: string | undefined,
  stage: string | undefined,
): Promise<Condition[]> {
  return [
    ...(owner ? belongsTo(await whoseOf(context, owner, 'owner'), 'owner') : []),
    ...(stage ? [{ field: 'stage', op: 'eq' as const, value: stage }] : []),
  ];
}

/** The open deals that are meant: of the period, unless they are chosen by when they close. */
async function dealsOf(
  context: ToolContext,
  { from, to }: TimeSpan,
  { where = [], ...rest }: ToolFilter,
): Promise<OpportunityRecord[]> {
  const filter = await storedFilter(context, Opportunity, {
    ...rest,
    where: where.filter(({ field }) => field !== 'status'),
  });
  const own = filter.where ?? [];
  const isDated = own.some(({ field }) => field === 'expectedCloseAt');
  const within = isDated
    ? []
    : [
        { field: 'expectedCloseAt', op: 'gte' as const, value: from.toISODate() },
        { field: 'expectedCloseAt', op: 'lt' as const, value: to.toISODate() },
      ];
  const deals: OpportunityRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await context.crm.records(Opportunity).find(context.scope, {
      ...filter,
      where: [...own, ...within, { field: 'status', op: 'eq', value: 'open' }],
      sort: '-amountMinor',
      limit: PAGE,
      ...(cursor && { cursor }),
    });
    deals.push(...page.records);
    cursor = page.nextCursor;
  } while (cursor && deals.length < MOST);
  if (cursor)
    throw new InvalidError(
      `That would change more than ${MOST} deals. Narrow it, for example to one rep or a stage.`,
    );
  return deals;
}
