import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import {
  Competitor,
  type CompetitorRecord,
} from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import {
  LEAST_FOR_RATE,
  lossReasonsAgainst,
  type WinLoss,
  winLossByCompetitor,
} from '@clianta/crm-core/intelligence/competitor/win-loss';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { filterShape, oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, listed } from '../../tools/format.ts';
import { type GivenPeriod, periodInWords, periodOf, periodShape } from '../../tools/period.ts';
import { listShown, tableCard } from '../../tools/table-card.ts';
import { storedFilter } from '../../tools/translate.ts';
import { rateInWords } from './rate-in-words.ts';
import { theCompetitor } from './the-competitor.ts';

const SHOWN = 20;

export const winLoss = defineTool({
  name: 'win_loss',
  does: 'Comparing wins and losses',
  operation: 'other',
  entity: Opportunity.name,
  description:
    'How deals end that a competitor is in: won, lost, lost to them, the rate and on what they were lost, over a period. Without a competitor: of all of them, for "who beats us most".',
  input: z.strictObject({
    competitor: oneOf(Competitor).optional(),
    period: periodShape.optional().describe('When the deals were closed; default ever'),
    all: z.boolean().optional().describe('Of every competitor, beside one another'),
    where: filterShape().where,
  }),
  effect: 'read',
  async run({ competitor: name, period, all, where: given }, context): Promise<ToolResult> {
    const { where = [] } = await storedFilter(context, Opportunity, { where: given });
    const asked = { where, ...spanOf(context, period) };
    if (all) return ofAll(context, asked);
    return ofOne(context, await theCompetitor(context, name), asked);
  },
});

interface Asked {
  where: readonly Condition[];
  span?: { from: Date; to: Date };
  words?: string;
}

function spanOf(context: ToolContext, given: GivenPeriod | undefined): Omit<Asked, 'where'> {
  if (!given) return {};
  const span = periodOf(context, given, 'year');
  return {
    span: { from: span.from.toJSDate(), to: span.to.toJSDate() },
    words: ` in ${periodInWords(context, span)}`,
  };
}

async function ofOne(context: ToolContext, competitor: CompetitorRecord, asked: Asked): Promise<ToolResult> {
  const { crm, scope } = context;
  const { span, where, words = '' } = asked;
  const [figures, reasons, { records }] = await Promise.all([
    winLossByCompetitor(crm, scope, { span, where }),
    lossReasonsAgainst(crm, scope, competitor.id, { span, where }),
    crm.records(Opportunity).find(scope, {
      where: [
        ...where,
        { field: 'competitorIds', op: 'eq', value: competitor.id },
        { field: 'status', op: 'in', value: ['won', 'lost'] },
        ...(span
          ? [
              { field: 'closedAt', op: 'gte' as const, value: span.from },
              { field: 'closedAt', op: 'lt' as const, value: span.to },
            ]
          : []),
      ],
      sort: '-closedAt',
      limit: SHOWN,
    }),
  ]);
  const found = figures.get(competitor.id);
  const closed = (found?.won ?? 0) + (found?.lost ?? 0);
  const focus = [focusOf(Competitor, competitor)];
  if (!found || closed === 0) {
    const open = found?.open ?? 0;
    return {
      text: `No deal that **${competitor.name}** was in has been closed${words}, so there is no evidence.${open > 0 ? ` ${counted(open, { one: 'open deal has', many: 'open deals have' })} them in.` : ''}`,
      focus,
      isAnswer: true,
    };
  }
  const table = await tableCard(context, Opportunity, records, {
    title: `Closed deals with ${competitor.name}`,
    count: closed,
    only: ['company', 'amount', 'status', 'lossReasonKey', 'lostTo', 'closed'],
  });
  return {
    text: `${recordInWords(competitor, found, words)}${reasonsInWords(reasons)}`,
    cards: [table],
    focus,
    lastList: listShown(Opportunity, records),
    facts: { won: found.won, lost: found.lost, ...(found.rate !== undefined && { rate: found.rate }) },
    isAnswer: true,
  };
}

function recordInWords({ name }: CompetitorRecord, found: WinLoss, words: string): string {
  const { won, lost, lostToThem, open, rate } = found;
  const rated =
    rate === undefined
      ? `, too few for a rate (it takes ${LEAST_FOR_RATE})`
      : `: a win rate of **${rateInWords(rate)}**`;
  const taken =
    lostToThem > 0 ? ` They got ${lostToThem === lost ? 'all' : lostToThem} of the lost ones.` : '';
  const running =
    open > 0 ? ` ${counted(open, { one: 'open deal has', many: 'open deals have' })} them in.` : '';
  return `Against **${name}** ${won} won and ${lost} lost${words}${rated}.${taken}${running}`;
}

function reasonsInWords(reasons: ReadonlyArray<{ reason?: string; count: number }>): string {
  const named = reasons.filter(({ reason }) => reason !== undefined);
  if (reasons.length === 0) return '';
  if (named.length === 0) return ' On what they were lost is not kept.';
  const rest = reasons.find(({ reason }) => reason === undefined)?.count ?? 0;
  const all = [
    ...named.map(({ reason, count }) => `${reason} (${count})`),
    ...(rest > 0 ? [`no reason of the list (${rest})`] : []),
  ];
  return ` Lost on ${listed(all)}.`;
}

async function ofAll(context: ToolContext, { span, where, words = '' }: Asked): Promise<ToolResult> {
  const { crm, scope } = context;
  const figures = await winLossByCompetitor(crm, scope, { span, where });
  const known = await crm.records(Competitor).getMany(scope, [...figures.keys()]);
  const rows = [...figures.values()]
    .flatMap((found) => {
      const competitor = known.get(found.competitorId);
      return competitor && found.won + found.lost > 0 ? [{ competitor, found }] : [];
    })
    .toSorted((a, b) => b.found.lostToThem - a.found.lostToThem || b.found.lost - a.found.lost);
  const [worst] = rows;
  if (!worst) return { text: `No deal with a competitor in it has been closed${words}.`, isAnswer: true };
  const table: TableCard = {
    type: 'table',
    title: `Won and lost by competitor${words}`,
    columns: [
      { key: 'name', label: 'Competitor' },
      { key: 'won', label: 'Won', align: 'right' },
      { key: 'lost', label: 'Lost', align: 'right' },
      { key: 'toThem', label: 'Lost to them', align: 'right' },
      { key: 'rate', label: 'Win rate', align: 'right' },
    ],
    rows: rows.map(({ competitor, found }) => ({
      entity: Competitor.name,
      id: competitor.id,
      cells: {
        name: competitor.name,
        won: String(found.won),
        lost: String(found.lost),
        toThem: String(found.lostToThem),
        rate: rateInWords(found.rate),
      },
    })),
    count: rows.length,
  };
  const { competitor, found } = worst;
  const lead =
    found.lostToThem > 0
      ? `Most deals${words} went to **${competitor.name}** (${found.lostToThem}).`
      : `No deal${words} is known to have gone to one of them.`;
  const few = rows.some((row) => row.found.rate === undefined)
    ? ` A rate takes ${LEAST_FOR_RATE} closed deals.`
    : '';
  return {
    text: `${lead}${few}`,
    cards: [table],
    focus: rows.slice(0, 12).map((row) => focusOf(Competitor, row.competitor)),
    lastList: listShown(
      Competitor,
      rows.map((row) => row.competitor),
    ),
    isAnswer: true,
  };
}
