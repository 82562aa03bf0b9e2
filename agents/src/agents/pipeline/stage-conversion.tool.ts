import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline, type PipelineRecord, type Stage } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { parseInstant } from '@clianta/crm-core/entity/filter';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { chartBeside } from '../../tools/chart-card.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf } from '../../tools/focus.ts';
import { counted } from '../../tools/format.ts';
import { type GivenPeriod, periodShape } from '../../tools/period.ts';
import { resolvePipeline, stageOf } from './resolve-pipeline.ts';
import { type StagedDeal, stageVisits, type Visit } from './stage-visits.ts';

export const stageConversion = defineTool({
  name: 'stage_conversion',
  does: 'Working out the conversion',
  description:
    'Conversion from stage to stage and days spent in each, from the recorded stage changes; or how long deals stay in one stage.',
  input: z.strictObject({
    pipeline: oneOf(Pipeline).optional(),
    period: periodShape.optional(),
    stage: slot({ kind: 'stage' }, z.string())
      .optional()
      .describe('The stage whose duration is asked for: answered first'),
  }),
  effect: 'read',
  async run({ pipeline: name, period, stage: asked }, context): Promise<ToolResult> {
    const pipeline = await resolvePipeline(context, name);
    const stage = asked ? stageOf(pipeline.stages, asked, pipeline.name) : undefined;
    const deals = await dealsOf(context, pipeline, period);
    const visits = await stageVisits(context, pipeline, deals);
    const open = pipeline.stages.filter((one) => one.kind === 'open');
    const rows = open.map((one, index) => {
      const reached = visits.filter((visit) => visit.furthest >= index).length;
      const further = visits.filter((visit) => visit.furthest > index).length;
      const days = average(staysIn(one, visits));
      return {
        cells: {
          stage: one.name,
          reached: String(reached),
          further: String(further),
          rate: reached > 0 ? `${Math.round((100 * further) / reached)}%` : '—',
          days: days === undefined ? '—' : days.toFixed(1),
        },
      };
    });
    const won = deals.filter((deal) => deal.status === 'won').length;
    const closed = deals.filter((deal) => deal.status !== 'open').length;
    const rate =
      closed > 0 ? ` Of ${closed} closed deals ${won} were won (${Math.round((100 * won) / closed)}%).` : '';
    const longest = slowest(open, visits);
    const table: TableCard = {
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
    };
    const funnel = chartBeside(table, {
      kind: 'funnel',
      category: 'stage',
      figure: 'reached',
      values: rows.map(({ cells }) => Number(cells.reached)),
    });
    return {
      text: stage
        ? stayInWords(stage, visits)
        : `Conversion in **${pipeline.name}** over ${counted(deals.length, Opportunity.label)}.${rate}${longest}`,
      cards: [table, ...(stage ? [] : funnel)],
      focus: [focusOf(Pipeline, pipeline)],
      isAnswer: true,
    };
  },
});

/** The deals of a pipeline that were made in a period. */
async function dealsOf(
  context: ToolContext,
  pipeline: PipelineRecord,
  period: GivenPeriod | undefined,
): Promise<StagedDeal[]> {
  const from = period?.from ? parseInstant(period.from, context) : undefined;
  const to = period?.to ? parseInstant(period.to, context) : undefined;
  const created = from || to ? { createdAt: { ...(from && { $gte: from }), ...(to && { $lt: to }) } } : {};
  return context.crm.store
    .model('opportunity')
    .find({
      workspaceId: context.scope.workspaceId,
      pipelineId: pipeline.id,
      isDeleted: false,
      ...created,
    })
    .select({ stageId: 1, status: 1, createdAt: 1 })
    .lean<StagedDeal[]>();
}

const staysIn = ({ id }: Stage, visits: readonly Visit[]) => visits.flatMap(({ days }) => days.get(id) ?? []);

function average(days: readonly number[]): number | undefined {
  return days.length > 0 ? days.reduce((sum, one) => sum + one, 0) / days.length : undefined;
}

const inDays = (days: number) =>
  `${days.toFixed(1).replace(/\.0$/, '')} ${days.toFixed(1) === '1.0' ? 'day' : 'days'}`;

/** "Deals stay 12.5 days in **Discovery** on average, over 8 that have left it; the 3 in it now have been for 20 days." */
function stayInWords(stage: Stage, visits: readonly Visit[]): string {
  const stays = staysIn(stage, visits);
  const now = visits.flatMap((visit) => (visit.now?.stageId === stage.id ? visit.now.days : []));
  const [left, there] = [average(stays), average(now)];
  const parts = [
    ...(left === undefined
      ? []
      : [
          `Deals stay ${inDays(left)} in **${stage.name}** on average, over ${counted(stays.length, STAYS)}.`,
        ]),
    ...(there === undefined
      ? []
      : [
          now.length === 1
            ? `The one that is in **${stage.name}** now has been there for ${inDays(there)}.`
            : `The ${now.length} that are in **${stage.name}** now have been there for ${inDays(there)} on average.`,
        ]),
  ];
  return parts.join(' ') || `No deal has been in **${stage.name}** yet, so there is nothing to go by.`;
}

const STAYS = { one: 'stay that is over', many: 'stays that are over' };

function slowest(open: readonly Stage[], visits: readonly Visit[]): string {
  const known = open.flatMap((stage) => {
    const days = average(staysIn(stage, visits));
    return days === undefined ? [] : [{ name: stage.name, days }];
  });
  const [first] = known.toSorted((a, b) => b.days - a.days);
  return first && known.length > 1
    ? ` Deals stay longest in **${first.name}**: ${inDays(first.days)} on average.`
    : '';
}
