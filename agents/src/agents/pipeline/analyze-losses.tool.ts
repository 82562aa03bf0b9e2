import { Opportunity, type OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import type { Filter } from '@clianta/crm-core/entity/filter.schema';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { filterShape, oneOf } from '../../tools/fields.ts';
import { counted, listed } from '../../tools/format.ts';
import { inAllInWords, worthInWords } from '../../tools/money-words.ts';
import { periodShape, withinPeriod } from '../../tools/period.ts';
import { groupedTable } from '../../tools/totals.ts';
import { storedFilter } from '../../tools/translate.ts';
import { allPipelines, resolvePipeline } from './resolve-pipeline.ts';
import { stageMoves } from './stage-moves.ts';

/** Lost deals that are looked at one by one, the latest first. */
const MOST_DEALS = 5_000;
const PAGE = 500;
const LOST = { one: 'lost deal', many: 'lost deals' };
const USUAL = ['stage', 'lossReason', 'company.industry'] as const;

export const analyzeLosses = defineTool({
  name: 'analyze_losses',
  does: 'Looking at what was lost',
  operation: 'list',
  entity: 'opportunity',
  description:
    'Where and why deals are lost, with amounts: by the stage that they were lost from, by reason, by industry, or by any other field. "Where do we lose", "why do we lose deals".',
  input: z.strictObject({
    by: slot({ kind: 'field', entity: 'opportunity' }, z.string())
      .optional()
      .describe(
        '"stage" (lost from), "reason", "industry", "owner", ...; default stage, reason and industry',
      ),
    period: periodShape.optional().describe('When they were lost; default ever'),
    pipeline: oneOf(Pipeline).optional(),
    ...filterShape(),
  }),
  effect: 'read',
  async run({ by, period, pipeline: name, ...given }, context): Promise<ToolResult> {
    const pipeline = name ? await resolvePipeline(context, name) : undefined;
    const chosen = await storedFilter(context, Opportunity, given);
    const filter: Filter = {
      ...chosen,
      where: [
        ...(chosen.where ?? []),
        { field: 'status', op: 'eq', value: 'lost' },
        ...withinPeriod(context, 'closedAt', period),
        ...(pipeline ? [{ field: 'pipelineId', op: 'eq' as const, value: pipeline.id }] : []),
      ],
    };
    const { all } = await context.crm
      .records(Opportunity)
      .totals(context.scope, { ...filter, of: ['amountMinor'] });
    if (all.count === 0) return { text: 'No deals were lost like that.', isAnswer: true };
    const tables = await Promise.all(
      (by ? [by] : USUAL).map((field) => lossesBy(context, filter, field, all.count)),
    );
    const amounts = all.totals.map(({ sum, currency }) => ({ amountMinor: sum, currency }));
    const inAll = await inAllInWords(context, amounts);
    return {
      text: `${counted(all.count, LOST)} worth ${worthInWords(context, amounts)}${inAll && `, ${inAll}`}. ${tables
        .map(({ first }) => first)
        .filter(Boolean)
        .join(' ')}`.trim(),
      cards: tables.map(({ card }) => card),
      isAnswer: true,
      facts: { rows: tables.flatMap(({ card }) => card.rows.map(({ cells }) => cells)) },
    };
  },
});

interface Losses {
  card: TableCard;
  /** What comes first in it, as a sentence; empty when nothing has a name. */
  first: string;
}

async function lossesBy(context: ToolContext, filter: Filter, by: string, count: number): Promise<Losses> {
  if (/^stage$/i.test(by)) return lossesByStage(context, filter, count);
  const { card } = await groupedTable(context, Opportunity, filter, {
    groupBy: by,
    of: 'amount',
    sort: '-count',
    isOrdered: true,
  });
  const label = card.columns[0]?.label.toLowerCase() ?? by;
  const named = card.rows.find(({ cells }) => cells.group !== 'None');
  return {
    card: { ...card, title: `Lost deals by ${label}` },
    first: named
      ? `Most by ${label}: **${named.cells.group}** (${named.cells.count}, ${named.cells.sum}).`
      : '',
  };
}

/** By the stage that a deal was in before it was lost. */
async function lossesByStage(context: ToolContext, filter: Filter, count: number): Promise<Losses> {
  const deals = await latest(context, filter);
  const stageIds = new Map(deals.map(({ id, stageId }) => [id, stageId]));
  const from = new Map<string, string>();
  // the oldest first: the last one counts
  for (const { recordId, before, after } of await stageMoves(
    context,
    deals.map(({ id }) => id),
  )) {
    if (before.stageId && stageIds.get(recordId) === after.stageId) from.set(recordId, before.stageId);
  }
  const stages = (await allPipelines(context)).flatMap(({ name: pipeline, stages: own }) =>
    own.map((stage) => ({ ...stage, pipeline })),
  );
  const nameOf = (id: string | undefined) => {
    const stage = stages.find((one) => one.id === id);
    const isShared = stages.some((one) => one.name === stage?.name && one.id !== id);
    return stage ? `${stage.name}${isShared ? ` (${stage.pipeline})` : ''}` : 'Not recorded';
  };
  const groups = new Map<string, OpportunityRecord[]>();
  for (const deal of deals) {
    const name = nameOf(from.get(deal.id));
    groups.set(name, [...(groups.get(name) ?? []), deal]);
  }
  const ordered = [...groups].toSorted(([, a], [, b]) => b.length - a.length);
  const rows = ordered.map(([name, own]) => ({
    cells: {
      group: name,
      count: String(own.length),
      share: `${Math.round((100 * own.length) / deals.length)}%`,
      sum: worthInWords(context, own),
    },
  }));
  const named = rows.find(({ cells }) => cells.group !== 'Not recorded');
  const cut =
    deals.length < count
      ? ` Of the stages, only the latest ${counted(deals.length, LOST)} were looked at.`
      : '';
  return {
    card: {
      type: 'table',
      title: 'Lost deals by the stage that they were lost from',
      columns: [
        { key: 'group', label: 'Lost from' },
        { key: 'count', label: 'Deals', align: 'right' },
        { key: 'share', label: 'Share', align: 'right' },
        { key: 'sum', label: 'Amount', align: 'right' },
      ],
      rows,
      count: rows.length,
    },
    first: `${named ? `Most are lost from **${named.cells.group}** (${listed([named.cells.count, named.cells.sum])}).` : ''}${cut}`,
  };
}

async function latest({ crm, scope }: ToolContext, filter: Filter): Promise<OpportunityRecord[]> {
  const deals: OpportunityRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await crm
      .records(Opportunity)
      .find(scope, { ...filter, sort: '-closedAt', limit: PAGE, ...(cursor && { cursor }) });
    deals.push(...page.records);
    cursor = page.nextCursor;
  } while (cursor && deals.length < MOST_DEALS);
  return deals;
}
