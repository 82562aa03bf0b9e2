import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import type { Reason } from '@clianta/crm-core/intelligence/forecast/win-odds';
import { z } from 'zod';
import { openDeals } from '../../forecasts/forecast-question.ts';
import { type DealOdds, oddsOfDeals } from '../../forecasts/odds-of-deals.ts';
import type { TableCard } from '../../reply.schema.ts';
import type { Chosen } from '../../reports/report-question.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, nearTo } from '../../tools/focus.ts';
import { counted, formatMoney, listed } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { listShown } from '../../tools/table-card.ts';
import { storedFilter } from '../../tools/translate.ts';

/** Open deals that are compared, the largest of them, and how many are shown. */
const COMPARED = 500;
const SHOWN = 10;
/** So near to 1, a reason says nothing. */
const SAYS_NOTHING = 0.05;

export const winProbability = defineTool({
  name: 'win_probability',
  does: 'Working out how likely a deal is won',
  operation: 'read',
  entity: Opportunity.name,
  description:
    'How likely an open deal is won, learnt from the deals that were won and lost, with what speaks for and against it; without a deal, the likeliest or the least likely open ones. It changes nothing.',
  input: z.strictObject({
    deal: oneOf(Opportunity).optional(),
    of: openDeals.optional().describe('Without a deal: which open deals'),
    order: z.enum(['likeliest', 'unlikeliest']).optional(),
  }),
  effect: 'read',
  async run({ deal: name, of, order = 'likeliest' }, context): Promise<ToolResult> {
    if (name !== undefined && of)
      throw new InvalidError('Say one deal, or which deals to compare: not both.');
    if (name === undefined) return ranked(context, of as Chosen | undefined, order);
    const deal = await resolveOne(context, Opportunity, name, 'deal');
    const focus = [focusOf(Opportunity, deal), ...(await nearTo(context, Opportunity, deal))];
    if (deal.status !== 'open')
      return { text: `**${deal.title}** is ${deal.status} already.`, focus, isAnswer: true };
    const { odds, closed, least } = await oddsOfDeals(context, [deal]);
    const [own] = odds;
    if (!own) return { text: `${tooFew(closed, least)} ${setBy(deal)}`, focus, isAnswer: true };
    return {
      text: inWords(deal, own, closed),
      cards: own.odds.reasons.length > 0 ? [reasonsTable(own)] : [],
      focus,
      suggestions: ['Which deals are most likely to close?', `What if we lose ${deal.title}?`],
      isAnswer: true,
      facts: { percent: percent(own.odds.probability), reasons: own.odds.reasons },
    };
  },
});

function inWords(deal: OpportunityRecord, { odds, unsaid }: DealOdds, closed: number): string {
  const said = odds.reasons.filter(({ times }) => Math.abs(times - 1) >= SAYS_NOTHING);
  const [fors, againsts] = [said.filter(({ times }) => times > 1), said.filter(({ times }) => times < 1)];
  const parts = [
    ...(fors.length > 0 ? [`For it: ${listed(fors.map(reasonInWords))}.`] : []),
    ...(againsts.length > 0 ? [`Against it: ${listed(againsts.map(reasonInWords))}.`] : []),
    ...(unsaid.length > 0 ? [`Too little is known of deals like it by ${listed(unsaid)}.`] : []),
    setBy(deal),
  ];
  return `**${deal.title}** is won with a probability of **${percent(odds.probability)}**, as ${counted(closed, CLOSED_DEAL)} tell, of which ${percent(odds.usual)} were won. ${parts.join(' ')}`;
}

const CLOSED_DEAL = { one: 'closed deal', many: 'closed deals' };

const reasonInWords = ({ feature, value, seen, won }: Reason) =>
  `${feature.toLowerCase()} ${value} (${won} of ${seen} won)`;

const setBy = ({ probability }: OpportunityRecord) =>
  probability === undefined || probability === null
    ? 'No probability is set on it.'
    : `The probability set on it stays ${percent(probability)}.`;

const tooFew = (closed: number, least: number) =>
  `There are ${counted(closed, CLOSED_DEAL)} to learn from; how likely a deal is can be said from ${least} on.`;

function reasonsTable({ deal, odds }: DealOdds): TableCard {
  return {
    type: 'table',
    title: `What speaks for and against ${deal.title}`,
    columns: [
      { key: 'feature', label: 'Of the deal' },
      { key: 'value', label: 'Is' },
      { key: 'won', label: 'Won like it', align: 'right' },
      { key: 'weight', label: 'Weighs', align: 'right' },
    ],
    rows: odds.reasons.map(({ feature, value, seen, won, times }) => ({
      cells: {
        feature,
        value,
        won: `${won} of ${seen}`,
        weight:
          times >= 1 ? `${times.toFixed(1)} times for it` : `${(1 / times).toFixed(1)} times against it`,
      },
    })),
    count: odds.reasons.length,
  };
}

async function ranked(
  context: ToolContext,
  of: Chosen | undefined,
  order: 'likeliest' | 'unlikeliest',
): Promise<ToolResult> {
  const { groupBy: _, ...chosen } = of ?? {};
  const filter = await storedFilter(context, Opportunity, chosen);
  const { records } = await context.crm.records(Opportunity).find(context.scope, {
    ...filter,
    where: [...(filter.where ?? []), { field: 'status', op: 'eq', value: 'open' }],
    sort: '-amountMinor',
    limit: COMPARED,
  });
  if (records.length === 0) return { text: 'There are no such open deals.', isAnswer: true };
  const { odds, closed, least } = await oddsOfDeals(context, records);
  if (odds.length === 0) return { text: tooFew(closed, least), isAnswer: true };
  const sign = order === 'likeliest' ? 1 : -1;
  const shown = odds.toSorted((a, b) => sign * (b.odds.probability - a.odds.probability)).slice(0, SHOWN);
  const [first] = shown;
  const table: TableCard = {
    type: 'table',
    title: order === 'likeliest' ? 'Most likely to be won' : 'Least likely to be won',
    columns: [
      { key: 'title', label: 'Deal' },
      { key: 'amount', label: 'Amount', align: 'right' },
      { key: 'odds', label: 'Learnt', align: 'right' },
      { key: 'set', label: 'Set', align: 'right' },
    ],
    rows: shown.map(({ deal, odds: own }) => ({
      entity: Opportunity.name,
      id: deal.id,
      cells: {
        title: deal.title,
        amount: deal.amountMinor
          ? formatMoney(deal.amountMinor, deal.currency ?? context.currency, context)
          : '',
        odds: percent(own.probability),
        set: typeof deal.probability === 'number' ? percent(deal.probability) : '',
      },
    })),
    count: shown.length,
  };
  return {
    text: first
      ? `Of ${counted(odds.length, { one: 'open deal', many: 'open deals' })} **${first.deal.title}** is the ${order === 'likeliest' ? 'likeliest' : 'least likely'} to be won, with **${percent(first.odds.probability)}**, as ${counted(closed, CLOSED_DEAL)} tell.`
      : '',
    cards: [table],
    lastList: listShown(
      Opportunity,
      shown.map(({ deal }) => deal),
    ),
    isAnswer: true,
  };
}

const percent = (share: number) => `${Math.round(100 * share)}%`;
