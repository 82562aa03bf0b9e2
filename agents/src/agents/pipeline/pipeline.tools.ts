import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline, type PipelineRecord, type Stage } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { idFrom } from '@clianta/crm-core/entity/ids';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import type { TableCard } from '../../reply.schema.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { counted, listed } from '../../tools/format.ts';
import { worthInWords } from '../../tools/money-words.ts';
import { allPipelines, resolvePipeline, stageOf } from './resolve-pipeline.ts';

const pipeline = oneOf(Pipeline);

/** Names for the stages of a new pipeline when only their number is known, from first contact to signature. */
const USUAL_STAGES = [
  'New',
  'Qualified',
  'Discovery',
  'Demo',
  'Evaluation',
  'Proposal',
  'Negotiation',
  'Contract',
  'Commit',
];

async function pipelineTable(context: ToolContext, pipeline: PipelineRecord): Promise<TableCard> {
  const { groups } = await context.crm.records(Opportunity).totals(context.scope, {
    where: [{ field: 'pipelineId', op: 'eq', value: pipeline.id }],
    groupBy: ['stageId'],
    of: ['amountMinor'],
  });
  const byStage = new Map(groups.map((group) => [group.key.stageId, group]));
  const worth = (stageId: string) =>
    (byStage.get(stageId)?.totals ?? []).map(({ sum, currency }) => ({ amountMinor: sum, currency }));
  return {
    type: 'table',
    title: pipeline.name,
    columns: [
      { key: 'stage', label: 'Stage' },
      { key: 'probability', label: 'Probability', align: 'right' },
      { key: 'deals', label: 'Deals', align: 'right' },
      { key: 'amount', label: 'Amount', align: 'right' },
    ],
    rows: pipeline.stages.map((stage) => ({
      cells: {
        stage: stage.name,
        probability: `${Math.round(stage.probability * 100)}%`,
        deals: String(byStage.get(stage.id)?.count ?? 0),
        amount: worthInWords(context, worth(stage.id)),
      },
    })),
    count: pipeline.stages.length,
  };
}

export const listPipelines = defineTool({
  name: 'list_pipelines',
  does: 'Looking at the pipelines',
  slash: { command: 'pipeline', args: (rest) => (rest ? { pipeline: rest } : {}) },
  operation: 'list',
  entity: 'pipeline',
  description: 'Shows pipelines with their stages, and how many deals of which worth are in each.',
  input: z.strictObject({ pipeline: pipeline.optional() }),
  effect: 'read',
  async run({ pipeline: name }, context): Promise<ToolResult> {
    const pipelines = name ? [await resolvePipeline(context, name)] : await allPipelines(context);
    if (pipelines.length === 0)
      return {
        text: 'There is no pipeline yet. Say “Create a sales pipeline with 5 stages”.',
        isAnswer: true,
      };
    return {
      text: `${counted(pipelines.length, Pipeline.label)}: ${listed(pipelines.map((one) => one.name))}.`,
      cards: await Promise.all(pipelines.slice(0, 5).map((one) => pipelineTable(context, one))),
      focus: pipelines.slice(0, 12).map((one) => focusOf(Pipeline, one)),
      isAnswer: true,
    };
  },
});

async function changed(
  context: ToolContext,
  pipeline: PipelineRecord,
  text: string,
  change: 'created' | 'updated',
): Promise<ToolResult> {
  const card = await pipelineTable(context, pipeline);
  return {
    text,
    cards: [{ ...card, ...undoable(context) }],
    changes: [{ entity: 'pipeline', id: pipeline.id, change }],
    focus: [focusOf(Pipeline, pipeline)],
    isAnswer: true,
  };
}

export const createPipeline = defineTool({
  name: 'create_pipeline',
  does: 'Creating a pipeline',
  operation: 'create',
  entity: 'pipeline',
  description:
    'Creates a pipeline with named stages, or with a number of usual ones. Won and Lost are added.',
  input: z.strictObject({
    name: z.string(),
    stages: z.array(z.string()).optional().describe('Names in order, without won and lost'),
    stageCount: z.number().int().min(1).max(20).optional().describe('When only their number is known'),
  }),
  effect: 'write',
  async run({ name, stages, stageCount }, context): Promise<ToolResult> {
    const names = (stages?.length ? stages : usualStages(stageCount ?? 5)).filter(
      (one) => !/^(closed )?(won|lost)$/i.test(one),
    );
    const stageId = (label: string) => idFrom(`stage:${context.turnId}:${name}:${label}`);
    const open: Stage[] = names.map((label, index) => ({
      id: stageId(label),
      name: label,
      probability: Math.round(((index + 1) / (names.length + 1)) * 100) / 100,
      kind: 'open',
    }));
    const pipeline = await context.crm.records(Pipeline).create(context.scope, {
      name,
      isDefault: (await allPipelines(context)).length === 0,
      stages: [
        ...open,
        { id: stageId('Won'), name: 'Won', probability: 1, kind: 'won' },
        { id: stageId('Lost'), name: 'Lost', probability: 0, kind: 'lost' },
      ],
    });
    return changed(
      context,
      pipeline,
      `Created the pipeline **${name}** with ${counted(open.length, { one: 'stage', many: 'stages' })}: ${listed(names)}, then Won and Lost.`,
      'created',
    );
  },
});

function usualStages(count: number): string[] {
  if (count === 1) return ['New'];
  const step = (USUAL_STAGES.length - 1) / (Math.min(count, USUAL_STAGES.length) - 1);
  const usual = Array.from(
    { length: Math.min(count, USUAL_STAGES.length) },
    (_, i) => USUAL_STAGES[Math.round(i * step)] as string,
  );
  return [
    ...usual,
    ...Array.from({ length: Math.max(0, count - usual.length) }, (_, i) => `Stage ${usual.length + i + 1}`),
  ];
}

export const changeStages = defineTool({
  name: 'change_stages',
  does: 'Changing the stages',
  operation: 'update',
  entity: 'pipeline',
  description: 'Adds, renames, moves or removes a stage of a pipeline, or sets its probability.',
  input: z.strictObject({
    pipeline: pipeline.optional().describe('Default: the default pipeline'),
    add: z
      .object({
        name: z.string(),
        probability: z.number().min(0).max(100).optional(),
        after: z.string().optional(),
        before: z.string().optional(),
      })
      .optional(),
    rename: z.object({ from: z.string(), to: z.string() }).optional(),
    remove: z.string().optional(),
    move: z
      .object({ name: z.string(), after: z.string().optional(), before: z.string().optional() })
      .optional(),
    probability: z.object({ name: z.string(), percent: z.number().min(0).max(100) }).optional(),
  }),
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const pipeline = await resolvePipeline(context, args.pipeline);
    const stages = pipeline.stages.map((stage) => ({ ...stage }));
    const find = (name: string) => stageOf(stages, name, pipeline.name);
    const place = (stage: Stage, where: { after?: string | undefined; before?: string | undefined }) => {
      const at = where.after
        ? stages.indexOf(find(where.after)) + 1
        : where.before
          ? stages.indexOf(find(where.before))
          : stages.findIndex((one) => one.kind !== 'open');
      stages.splice(at < 0 ? stages.length : at, 0, stage);
    };
    const said: string[] = [];
    if (args.add) {
      const before = args.add.after ? find(args.add.after).probability : 0.5;
      place(
        {
          id: idFrom(`stage:${context.turnId}:${pipeline.id}:${args.add.name}`),
          name: args.add.name,
          probability: args.add.probability === undefined ? before : args.add.probability / 100,
          kind: 'open',
        },
        args.add,
      );
      said.push(`added **${args.add.name}**`);
    }
    if (args.rename) {
      const stage = find(args.rename.from);
      said.push(`renamed ${stage.name} to **${args.rename.to}**`);
      stage.name = args.rename.to;
    }
    if (args.move) {
      const stage = find(args.move.name);
      stages.splice(stages.indexOf(stage), 1);
      place(stage, args.move);
      said.push(`moved **${stage.name}**`);
    }
    if (args.probability) {
      const stage = find(args.probability.name);
      stage.probability = args.probability.percent / 100;
      said.push(`set **${stage.name}** to ${args.probability.percent}%`);
    }
    if (args.remove) {
      const stage = find(args.remove);
      const inside = await context.crm
        .records(Opportunity)
        .count(context.scope, { where: [{ field: 'stageId', op: 'eq', value: stage.id }] });
      if (inside > 0)
        throw new InvalidError(
          `${counted(inside, Opportunity.label)} ${inside === 1 ? 'is' : 'are'} still in ${stage.name}. Move ${inside === 1 ? 'it' : 'them'} to another stage first.`,
        );
      stages.splice(stages.indexOf(stage), 1);
      said.push(`removed **${stage.name}**`);
    }
    if (said.length === 0)
      throw new InvalidError(
        'Say what to change: add, rename, move or remove a stage, or set its probability.',
      );
    const after = await context.crm
      .records(Pipeline)
      .update(context.scope, pipeline.id, { stages }, { version: pipeline.version });
    return changed(context, after, `In ${pipeline.name} I ${listed(said)}.`, 'updated');
  },
});
