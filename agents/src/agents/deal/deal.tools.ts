import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { silenceOf } from '@clianta/crm-core/crm/opportunity/silence';
import { inOwnCurrency } from '@clianta/crm-core/entity/money';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { deleteTool, updateTool } from '../../tools/change-tools.ts';
import { companyByName } from '../../tools/company-by-name.ts';
import { createdResult } from '../../tools/create-tool.ts';
import { createShape, oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted, formatDay, formatMoney, listed } from '../../tools/format.ts';
import { getTool } from '../../tools/get-tool.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { searchTool } from '../../tools/search-tool.ts';
import { listShown, tableCard } from '../../tools/table-card.ts';
import { storedValues } from '../../tools/translate.ts';
import { whoseOf, whoseShape } from '../../tools/whose.ts';
import { resolvePipeline, stageOf } from '../pipeline/resolve-pipeline.ts';
import { dealRisks, RISK_DAYS } from './deal-risks.ts';

const entity = Opportunity;
const deal = oneOf(Opportunity);

export const searchDeals = searchTool(
  entity,
  'Lists, counts or totals deals by stage, status, amount, close date, company, owner or any other field.',
);

export const getDeal = getTool(entity, 'Shows one deal and what speaks against it.', {
  async more(context, record) {
    const deal = record as OpportunityRecord;
    const risks = dealRisks(deal, context);
    const note = risks.length > 0 ? ` Watch out: ${listed(risks)}.` : '';
    return { text: `Here is **${deal.title}**.${note}` };
  },
});

export const createDeal = defineTool({
  name: 'create_deal',
  does: 'Adding a deal',
  operation: 'create',
  entity: 'opportunity',
  description: 'Creates a deal. A company that does not exist yet is created and linked.',
  input: z.strictObject({
    ...createShape(Opportunity),
    title: z.string().optional().describe("Left out: made from the company's name"),
    stage: slot({ kind: 'stage' }, z.string().describe('Name of the stage')).optional(),
  }),
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const { company: companyName, stage, pipeline: pipelineName, ...given } = args as Record<string, unknown>;
    const pipeline = await resolvePipeline(context, pipelineName ? String(pipelineName) : undefined);
    const chosen = stage ? stageOf(pipeline.stages, String(stage), pipeline.name) : undefined;
    const company = companyName ? await companyByName(context, String(companyName)) : undefined;
    const values = await storedValues(context, entity, { owner: 'me', ...given });
    const title = typeof given.title === 'string' && given.title ? given.title : undefined;
    if (!title && !company)
      throw new InvalidError('Say what the deal is called, or for which company it is.');
    const record = await context.crm.records(Opportunity).create(context.scope, {
      ...(values as object),
      title: title ?? (await freeTitle(context, `${company?.record.name} deal`)),
      pipelineId: pipeline.id,
      ...(chosen && { stageId: chosen.id }),
      ...(company && { companyId: company.record.id }),
    });
    const fresh = company?.isNew ? ` I also created the company ${company.record.name}.` : '';
    const result = await createdResult(
      context,
      entity,
      record,
      `${createdInWords(context, record)}.${fresh}`,
      company?.isNew ? [{ entity: 'company', id: company.record.id, change: 'created' }] : [],
    );
    if (company) result.focus?.push(focusOf(Company, company.record));
    return result;
  },
});

/** "Created **Northwind deal**, worth $12,000": the noun is not said again after a title that ends in it. */
function createdInWords(context: ToolContext, deal: OpportunityRecord): string {
  const noun = /\b(?:deal|opportunity)(?: \d+)?$/i.test(deal.title) ? '' : 'the deal ';
  const facts = [
    ...(deal.amountMinor === undefined
      ? []
      : [`worth ${formatMoney(deal.amountMinor, deal.currency ?? context.currency, context)}`]),
    ...(deal.expectedCloseAt ? [`expected to close ${formatDay(deal.expectedCloseAt, context)}`] : []),
  ];
  return [`Created ${noun}**${deal.title}**`, ...(facts.length > 0 ? [listed(facts)] : [])].join(', ');
}

async function freeTitle(context: ToolContext, wanted: string): Promise<string> {
  const { records } = await context.crm
    .records(Opportunity)
    .find(context.scope, { search: wanted, limit: 100 });
  const taken = new Set(records.map((deal) => deal.title.toLowerCase()));
  if (!taken.has(wanted.toLowerCase())) return wanted;
  let number = 2;
  while (taken.has(`${wanted} ${number}`.toLowerCase())) number++;
  return `${wanted} ${number}`;
}

export const updateDeals = updateTool(
  entity,
  'Changes fields of one deal (amount, close date, owner, ...), or of all that match a filter (more than one need approval). For stages use move_deal.',
);

export const deleteDeals = deleteTool(entity, 'Moves one deal, or all that match a filter, to the trash.');

export const dealHealth = defineTool({
  name: 'deal_health',
  does: 'Checking the health of deals',
  operation: 'read',
  entity: 'opportunity',
  description:
    'Says how healthy one deal is, or which open deals are most at risk: silence, overdue close, long in stage.',
  input: z.strictObject({
    deal: deal.optional().describe('Left out: the open deals most at risk'),
    whose: whoseShape.optional().describe('Of the open deals only those of a teammate, or "me"'),
  }),
  effect: 'read',
  async run({ deal: name, whose = 'team' }, context): Promise<ToolResult> {
    if (name) {
      const deal = await resolveOne(context, Opportunity, name, 'deal');
      const risks = dealRisks(deal, context);
      const verdict =
        deal.status !== 'open'
          ? `**${deal.title}** is ${deal.status}.`
          : risks.length === 0 && silenceOf(deal, context.now).level
            ? `Nothing is wrong with **${deal.title}** but that it is stale.`
            : risks.length === 0
              ? `**${deal.title}** looks healthy: recent activity, a close date ahead and a fresh stage.`
              : `**${deal.title}** is at risk: ${listed(risks)}.`;
      return {
        text: `${verdict}${silenceInWords(context, deal)}`,
        cards: [await recordCard(context, entity, deal)],
        focus: [focusOf(entity, deal)],
        isAnswer: true,
      };
    }
    const { userId } = await whoseOf(context, whose);
    const { records } = await context.crm.records(Opportunity).find(context.scope, {
      where: [
        { field: 'status', op: 'eq', value: 'open' },
        ...(userId ? [{ field: 'ownerId', op: 'eq' as const, value: userId }] : []),
      ],
      limit: 500,
    });
    const money = await context.crm.moneyOf(context.scope.workspaceId);
    const worth = ({ amountMinor = 0, currency }: OpportunityRecord) =>
      inOwnCurrency(money, amountMinor, currency) ?? 0;
    const risky = records
      .map((deal) => ({ deal, risks: dealRisks(deal, context) }))
      .filter(({ risks }) => risks.length > 0)
      .sort((a, b) => b.risks.length - a.risks.length || worth(b.deal) - worth(a.deal));
    if (risky.length === 0)
      return {
        text: `None of your ${counted(records.length, { one: 'open deal', many: 'open deals' })} looks at risk.`,
        isAnswer: true,
      };
    const top = risky.slice(0, 20);
    const table = await tableCard(
      context,
      entity,
      top.map(({ deal }) => deal),
      { title: 'Deals at risk', count: risky.length },
    );
    return {
      text: `${counted(risky.length, { one: 'open deal is', many: 'open deals are' })} at risk: overdue, or silent for ${RISK_DAYS.silent} days, or ${RISK_DAYS.inStage} days in one stage.`,
      cards: [
        {
          ...table,
          columns: [...table.columns, { key: 'risks', label: 'Why' }],
          rows: table.rows.map((row, index) => ({
            ...row,
            cells: { ...row.cells, risks: listed(top[index]?.risks ?? []) },
          })),
        },
      ],
      focus: top.slice(0, 12).map(({ deal }) => focusOf(entity, deal)),
      lastList: listShown(
        entity,
        top.map(({ deal }) => deal),
      ),
      isAnswer: true,
    };
  },
});

/** Why a deal is stale: since when nothing happened, and where it would begin to count as a risk. */
function silenceInWords(context: ToolContext, deal: OpportunityRecord): string {
  const { level, since, days } = silenceOf(deal, context.now);
  if (!level) return '';
  const last = deal.lastActivityAt ? 'Its last activity was' : 'Nothing has happened since it was made';
  return ` ${last} on ${formatDay(since, context)}, ${counted(days, { one: 'day', many: 'days' })} ago.`;
}
