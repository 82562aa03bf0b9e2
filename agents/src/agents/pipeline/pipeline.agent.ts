import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { pipelineSayings } from './pipeline.sayings.ts';
import { changeStages, createPipeline, listPipelines } from './pipeline.tools.ts';
import { stageConversion } from './stage-conversion.tool.ts';

const tools = [listPipelines, createPipeline, changeStages, stageConversion];

export const pipelineAgent = defineAgent({
  name: 'pipelineAgent',
  description: 'Shows, creates and changes pipelines and their stages, with conversion and speed.',
  instructions: `You look after pipelines. Won and Lost stages always exist; do not add them yourself. Conversion and days in a
stage come from stage_conversion.`,
  tools,
  examples: [
    'Conversion rates by stage',
    'Create a SaaS pipeline with 5 stages',
    'Add a stage Legal review after Proposal',
  ],
  sayings: sayingsOf(tools, pipelineSayings),
});
