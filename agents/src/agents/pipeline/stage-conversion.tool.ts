import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline, type PipelineRecord } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { resolvePipeline } from './resolve-pipeline.ts';
import { winRates } from './win-rates.ts';

const period = z
  .object({ from: z.string().optional(), to: z.string().optional() })
  .describe('ISO 8601 dates, from included, to excluded');

const DAY_MS = 86_400_000;

export const stageConversion = defineTool({
  name: 'stage_conversion',
  does: 'Working out the conversion',
  description:
    'Conversion from stage to stage and days spent in each, from the recorded stage changes; or win rates per rep and the like.',
  input: z.strictObject({
    pipeline: oneOf(Pipeline).optional(),
    period: period.optional(),
    groupBy: z
      .string()
      .optional()
      .describe('Win rate per value of a field of deals: "owner", "company.industry"'),
  }),
  effect: 'read',
  async run({ pipeline: name, period, groupBy }, context): Promise<ToolResult> {
    if (groupBy) return winRates(context, await closedIn(context, name, period), groupBy);
    const pipeline = await resolvePipeline(context, name);
    const from = period?.from ? parseInstant(period.from, context) : undefined;
    const to = period?.to ? parseInstant(period.to, context) : undefined;
    const created = from || to ? { createdAt: { ...(from && { $gte: from }), ...(to && { $lt: to }) } } : {};
    const deals = await context.crm.store
      .model('opportunity')
      .find({
        workspaceId: context.scope.workspaceId,
        pipelineId: pipeline.id,
        isDeleted: false,
        ...created,
      })
      .select({ stageId: 1, status: 1, createdAt: 1 })
      .lean<StagedDeal[]>();
    const visits = await stageVisits(context, pipeline, deals);
    const open = pipeline.stages.filter((stage) => stage.kind === 'open');
    const rows = open.map((stage, index) => {
      const reached = [...visits.values()].filter((visit) => visit.furthest >= index).length;
      const further = [...visits.values()].filter((visit) => visit.furthest > index).length;
      const days = [...visits.values()].flatMap((visit) => visit.days.get(stage.id) ?? []);
      return {
        cells: {
          stage: stage.name,
          reached: String(reached),
          further: String(further),
          rate: reached > 0 ? `${Math.round((100 * further) / reached)}%` : '—',
          days: days.length > 0 ? (days.reduce((sum, d) => sum + d, 0) / days.length).toFixed(1) : '—',
        },
      };
    });
    const won = deals.filter((deal) => deal.status === 'won').length;
    const closed = deals.filter((deal) => deal.status !== 'open').length;
    const rate =
      closed > 0 ? ` Of ${closed} closed deals ${won} were won (${Math.round((100 * won) / closed)}%).` : '';
    return {
      text: `Conversion in **${pipeline.name}** over ${counted(deals.length, Opportunity.label)}.${rate}`,
      cards: [
        {
          type: 'table',
          title: `Conversion, ${pipeline.name}`,
          columns: [
            { key: 'stage', label: 'Stage' },
            { key: 'reached', label: 'Reached', align: 'right' },
            { key: 'further', label: 'Went further', align: 'right' },
            { key: 'rate', label: 'Conversion', align: 'right' },
            { key: 'days', label: 'Days in stage', align: 'right' },
          ],
          rows,
          count: rows.length,
        },
      ],
      focus: [focusOf(Pipeline, pipeline)],
      isAnswer: true,
    };
  },
});

/** Deals closed in a period, of one pipeline when it is named, else of all. */
async function closedIn(
  context: ToolContext,
  name: string | undefined,
  period: { from?: string | undefined; to?: string | undefined } | undefined,
): Promise<Condition[]> {
  const pipeline = name ? await resolvePipeline(context, name) : undefined;
  return [
    ...(pipeline ? [{ field: 'pipelineId', op: 'eq' as const, value: pipeline.id }] : []),
    ...(period?.from ? [{ field: 'closedAt', op: 'gte' as const, value: period.from }] : []),
    ...(period?.to ? [{ field: 'closedAt', op: 'lt' as const, value: period.to }] : []),
  ];
}

interface StagedDeal {
  _id: string;
  stageId: string;
  status: string;
  createdAt: Date;
}

interface StageMove {
  recordId: string;
  at: Date;
  before: { stageId?: string };
  after: { stageId?: string };
}

interface Visit {
  /** Index of the furthest stage reached; won counts as beyond the last. */
  furthest: number;
  days: Map<string, number[]>;
}

/** Replays the audit log's stage changes of each deal. A lost deal got as far as the stage it was lost in. */
async function stageVisits(
  context: ToolContext,
  pipeline: PipelineRecord,
  deals: StagedDeal[],
): Promise<Map<string, Visit>> {
  const open = pipeline.stages.filter((stage) => stage.kind === 'open');
  const indexOf = (stageId: unknown) => {
    const stage = pipeline.stages.find((one) => one.id === stageId);
    if (!stage) return -1;
    return stage.kind === 'won' ? open.length : open.indexOf(stage);
  };
  const moves = await context.crm.store
    .model('userAction')
    .find({
      workspaceId: context.scope.workspaceId,
      entity: 'opportunity',
      recordId: { $in: deals.map((deal) => deal._id) },
      'after.stageId': { $exists: true },
    })
    .sort({ at: 1 })
    .lean<StageMove[]>();
  const visits = new Map<string, Visit>();
  for (const deal of deals)
    visits.set(deal._id, { furthest: Math.max(0, indexOf(deal.stageId)), days: new Map() });
  const entered = new Map(deals.map((deal) => [deal._id, deal.createdAt]));
  for (const move of moves) {
    const visit = visits.get(move.recordId);
    if (!visit) continue;
    visit.furthest = Math.max(visit.furthest, indexOf(move.after.stageId), indexOf(move.before.stageId));
    const since = entered.get(move.recordId);
    if (move.before.stageId && since) {
      const days = (move.at.getTime() - since.getTime()) / DAY_MS;
      visit.days.set(move.before.stageId, [...(visit.days.get(move.before.stageId) ?? []), days]);
    }
    entered.set(move.recordId, move.at);
  }
  return visits;
}
