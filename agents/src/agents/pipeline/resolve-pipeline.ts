import { Pipeline, type PipelineRecord, type Stage } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import type { ToolContext } from '../../tool.ts';
import { listed } from '../../tools/format.ts';
import { matchPart } from '../../tools/parts.ts';
import { resolveOne } from '../../tools/resolve.ts';

export async function allPipelines(context: ToolContext): Promise<PipelineRecord[]> {
  return (await context.crm.facts(context.scope.workspaceId)).pipelines;
}

/** A pipeline by name; without one the default. @throws InvalidError when there is none at all */
export async function resolvePipeline(
  context: ToolContext,
  text: string | undefined,
): Promise<PipelineRecord> {
  if (text) return resolveOne(context, Pipeline, text, 'pipeline');
  const pipelines = await allPipelines(context);
  const chosen = pipelines.find((pipeline) => pipeline.isDefault) ?? pipelines[0];
  if (!chosen)
    throw new InvalidError(
      'There is no pipeline yet. Say for example “Create a sales pipeline with 5 stages”.',
    );
  return chosen;
}

/** A stage by name, forgiving. @throws InvalidError naming the stages there are */
export function stageOf(stages: readonly Stage[], name: string, pipeline: string): Stage {
  const stage = matchPart(stages, name);
  if (stage) return stage;
  throw new InvalidError(
    `The pipeline ${pipeline} has no stage “${name}”. Its stages are ${listed(stages.map((one) => one.name))}.`,
  );
}
