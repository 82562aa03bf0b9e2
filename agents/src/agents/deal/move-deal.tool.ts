import type { OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { PipelineRecord, Stage } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { matchPart } from '../../tools/parts.ts';
import { allPipelines, stageOf } from '../pipeline/resolve-pipeline.ts';
import { lossOf, whyLost } from './loss-reason.ts';
import { transitionTool } from './transition-tool.ts';

export const moveDeal = transitionTool({
  name: 'move_deal',
  does: 'Moving the deal',
  description:
    'Moves one deal, or all that match a filter, to another stage of its pipeline, or to the next or previous one.',
  shape: {
    stage: slot({ kind: 'stage' }, z.string().describe('Name of the stage, or "next" or "previous"')),
    reason: z.string().optional().describe('Of a loss'),
  },
  shows: ['stageId', 'probability', 'lossReason'],
  async read({ stage: wanted, reason }, context) {
    const pipelines = await allPipelines(context);
    const target = (deal: OpportunityRecord) => targetOf(pipelines, deal, wanted);
    const step = stepOf(wanted);
    // of many deals the stage is named as it is written, and refused where no pipeline has it
    const named = pipelines.flatMap(({ stages }) => matchPart(stages, wanted) ?? [])[0]?.name;
    const to = step === 0 ? named : `the ${step > 0 ? 'next' : 'previous'} stage`;
    const loss = reason ? await lossOf(context, reason, undefined) : undefined;
    const isLost = (deal: OpportunityRecord | undefined) =>
      (deal
        ? target(deal).kind
        : pipelines.flatMap(({ stages }) => matchPart(stages, wanted) ?? [])[0]?.kind) === 'lost';
    const nowhere = () => new InvalidError(`No pipeline has a stage “${wanted}”.`);
    return {
      done: 'Moved',
      patchOf: (deal) =>
        target(deal).id === deal.stageId
          ? {}
          : { stageId: target(deal).id, ...(isLost(deal) && loss?.patchOf(deal)) },
      ask: async (deal, what) =>
        isLost(deal) && !reason && deal?.status !== 'lost' && !deal?.lossReason
          ? whyLost(context, what)
          : undefined,
      isOpen: (deal) => target(deal).kind === 'open',
      title: (what) => {
        if (!to) throw nowhere();
        return `Move ${what} to ${to}`;
      },
      changes: to ? [{ label: 'Stage', to }] : [],
      said: (deal) =>
        `Moved **${deal.title}** from ${stagesOf(pipelines, deal).find(({ id }) => id === deal.stageId)?.name} to **${target(deal).name}**.`,
      already: (deal) => `**${deal.title}** is already in ${target(deal).name}.`,
    };
  },
});

const stepOf = (wanted: string) => (/^next\b/i.test(wanted) ? 1 : /^(prev|back)/i.test(wanted) ? -1 : 0);

function stagesOf(pipelines: readonly PipelineRecord[], deal: OpportunityRecord): readonly Stage[] {
  return pipelines.find(({ id }) => id === deal.pipelineId)?.stages ?? [];
}

/** @throws InvalidError when the deal's own pipeline has no such stage */
function targetOf(pipelines: readonly PipelineRecord[], deal: OpportunityRecord, wanted: string): Stage {
  const pipeline = pipelines.find(({ id }) => id === deal.pipelineId);
  if (!pipeline)
    throw new InvalidError(`The pipeline of **${deal.title}** is gone. Put the deal into another one.`);
  const step = stepOf(wanted);
  if (step === 0) return stageOf(pipeline.stages, wanted, pipeline.name);
  // behind what is won stands what is lost: no next stage
  if (deal.status !== 'open')
    throw new InvalidError(
      `**${deal.title}** was ${deal.status}: there is no ${step > 0 ? 'next' : 'previous'} stage. Name the stage.`,
    );
  const target = pipeline.stages[pipeline.stages.findIndex(({ id }) => id === deal.stageId) + step];
  if (target) return target;
  throw new InvalidError(`**${deal.title}** is already in the ${step > 0 ? 'last' : 'first'} stage.`);
}
