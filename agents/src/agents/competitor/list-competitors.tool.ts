import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import {
  Competitor,
  type CompetitorRecord,
} from '@clianta/crm-core/intelligence/competitor/competitor.schema';
import { winLossByCompetitor } from '@clianta/crm-core/intelligence/competitor/win-loss';
import { CompetitorMention } from '@clianta/crm-core/intelligence/competitor-mention/competitor-mention.schema';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf, searchShape } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, formatDay, listed } from '../../tools/format.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { type SearchArgs, searched } from '../../tools/search-tool.ts';
import { listShown, tableCard } from '../../tools/table-card.ts';
import { rateInWords } from './rate-in-words.ts';
import { theCompetitor } from './the-competitor.ts';

const MOST = 100;

export const listCompetitors = defineTool({
  name: 'list_competitors',
  does: 'Looking at the competitors',
  operation: 'list',
  entity: Competitor.name,
  description:
    'Lists the competitors with how often deals were won and lost against each; those of one deal ("who else is in Kestrel"), with who was only mentioned there; those of a company; or the deals that one competitor is in.',
  input: z.strictObject({
    ...searchShape(Competitor),
    deal: oneOf(Opportunity).optional().describe('Who competes for this deal'),
    competitor: oneOf(Competitor).optional().describe('The deals that this one is in'),
    company: oneOf(Company).optional().describe('Who competes for the open deals of this company'),
  }),
  effect: 'read',
  async run(args, context): Promise<ToolResult> {
    const { deal, competitor, company, ...search } = args as SearchArgs & {
      deal?: string;
      competitor?: string;
      company?: string;
    };
    if (deal !== undefined) return ofDeal(context, deal);
    if (company !== undefined) return ofCompany(context, company);
    if (competitor !== undefined) return dealsOf(context, await theCompetitor(context, competitor));
    return Object.values(search).some((value) => value !== undefined)
      ? searched(context, Competitor, search)
      : allOfThem(context);
  },
});

async function allOfThem(context: ToolContext): Promise<ToolResult> {
  const { crm, scope } = context;
  const [{ records }, figures] = await Promise.all([
    crm.records(Competitor).find(scope, { sort: 'name', limit: MOST }),
    winLossByCompetitor(crm, scope),
  ]);
  if (records.length === 0)
    return {
      text: 'There are no competitors yet. Add one by saying, for example, “add Zoho as a competitor”.',
      isAnswer: true,
    };
  const closed = ({ id }: CompetitorRecord) => {
    const { won = 0, lost = 0, open = 0 } = figures.get(id) ?? {};
    return won + lost + open;
  };
  const ordered = records.toSorted((a, b) => closed(b) - closed(a));
  const table: TableCard = {
    type: 'table',
    title: 'Competitors',
    columns: [
      { key: 'name', label: 'Name' },
      { key: 'open', label: 'Open deals', align: 'right' },
      { key: 'won', label: 'Won against', align: 'right' },
      { key: 'lost', label: 'Lost', align: 'right' },
      { key: 'toThem', label: 'Lost to them', align: 'right' },
      { key: 'rate', label: 'Win rate', align: 'right' },
    ],
    rows: ordered.map((competitor) => {
      const found = figures.get(competitor.id);
      return {
        entity: Competitor.name,
        id: competitor.id,
        cells: {
          name: competitor.name,
          open: String(found?.open ?? 0),
          won: String(found?.won ?? 0),
          lost: String(found?.lost ?? 0),
          toThem: String(found?.lostToThem ?? 0),
          rate: rateInWords(found?.rate),
        },
      };
    }),
    count: records.length,
  };
  const [most] = ordered;
  const met = most ? closed(most) : 0;
  return {
    text: `You keep ${counted(records.length, Competitor.label)}.${most && met > 0 ? ` **${most.name}** is met most often, in ${counted(met, Opportunity.label)}.` : ''}`,
    cards: [table],
    focus: ordered.slice(0, 12).map((one) => focusOf(Competitor, one)),
    lastList: listShown(Competitor, ordered),
    isAnswer: true,
  };
}

/** Who competes for a deal, and who was only spoken of: those are suggested, and nothing is written. */
async function ofDeal(context: ToolContext, name: string): Promise<ToolResult> {
  const { crm, scope } = context;
  const deal: OpportunityRecord = await resolveOne(context, Opportunity, name, 'deal');
  const { competitorIds = [], lostToId } = deal;
  const { records: mentions } = await crm.records(CompetitorMention).find(scope, {
    where: [{ field: 'opportunityId', op: 'eq', value: deal.id }],
    sort: '-at',
    limit: 50,
  });
  const found = await crm
    .records(Competitor)
    .getMany(scope, [...competitorIds, ...mentions.map(({ competitorId }) => competitorId)]);
  const there = [...found.values()].filter(({ isDeleted }) => !isDeleted);
  const linked = there.filter(({ id }) => competitorIds.includes(id));
  const spoken = there.filter(({ id }) => !competitorIds.includes(id));
  const winner = linked.find(({ id }) => id === lostToId);
  const sentences = [
    linked.length > 0
      ? `In **${deal.title}** there ${linked.length === 1 ? 'is' : 'are'} ${listed(linked.map((one) => `**${one.name}**`))}.`
      : `No competitor is known in **${deal.title}**.`,
    ...(winner ? [`It was lost to **${winner.name}**.`] : []),
    ...spoken.map((one) => {
      const mention = mentions.find(({ competitorId }) => competitorId === one.id);
      const words = mention && !mention.isOutside ? `: “${mention.quote}”` : '';
      return `**${one.name}** was mentioned${mention ? ` on ${formatDay(mention.at, context)}` : ''}${words}, and is not linked.`;
    }),
  ];
  return {
    text: sentences.join(' '),
    ...(linked.length > 0 && {
      cards: [
        await tableCard(context, Competitor, linked, {
          title: `Competitors in ${deal.title}`,
          count: linked.length,
        }),
      ],
    }),
    focus: [...linked.map((one) => focusOf(Competitor, one)), focusOf(Opportunity, deal)],
    suggestions: spoken.slice(0, 3).map((one) => `Link ${one.name} to ${deal.title}`),
    isAnswer: true,
  };
}

/** Who competes for what a company may buy. */
async function ofCompany(context: ToolContext, name: string): Promise<ToolResult> {
  const { crm, scope } = context;
  const company = await resolveOne(context, Company, name, 'company');
  const { records: deals } = await crm.records(Opportunity).find(scope, {
    where: [
      { field: 'companyId', op: 'eq', value: company.id },
      { field: 'status', op: 'eq', value: 'open' },
      { field: 'competitorIds', op: 'is_set' },
    ],
    limit: MOST,
  });
  const found = await crm.records(Competitor).getMany(
    scope,
    deals.flatMap(({ competitorIds = [] }) => competitorIds),
  );
  const there = [...found.values()].filter(({ isDeleted }) => !isDeleted);
  return {
    text:
      there.length > 0
        ? `For the open deals of **${company.name}** there ${there.length === 1 ? 'competes' : 'compete'} ${listed(there.map((one) => `**${one.name}**`))}.`
        : `No competitor is known in an open deal of **${company.name}**.`,
    ...(there.length > 0 && {
      cards: [
        await tableCard(context, Competitor, there, {
          title: `Competitors at ${company.name}`,
          count: there.length,
        }),
      ],
    }),
    focus: [...there.map((one) => focusOf(Competitor, one)), focusOf(Company, company)],
    isAnswer: true,
  };
}

async function dealsOf(context: ToolContext, competitor: CompetitorRecord): Promise<ToolResult> {
  const where = [{ field: 'competitors', op: 'eq' as const, value: competitor.id }];
  const result = await searched(context, Opportunity, { where, columns: ['+lostTo'] });
  return { ...result, focus: [focusOf(Competitor, competitor), ...(result.focus ?? [])] };
}
