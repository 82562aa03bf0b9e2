import { defineAgent } from '../../agent.ts';
import { sayingsOf } from '../../language/sayings.ts';
import { analyzeLosses } from './analyze-losses.tool.ts';
import { comparePeriods } from './compare-periods.tool.ts';
import { pipelineSayings } from './pipeline.sayings.ts';
import { changeStages, createPipeline, listPipelines } from './pipeline.tools.ts';
import { postPipelineHere } from './post-pipeline-here.tool.ts';
import { stageConversion } from './stage-conversion.tool.ts';
import { sumPipeline } from './sum-pipeline.tool.ts';

const tools = [
  listPipelines,
  createPipeline,
  changeStages,
  stageConversion,
  sumPipeline,
  analyzeLosses,
  comparePeriods,
  postPipelineHere,
];

export const pipelineAgent = defineAgent({
  name: 'pipelineAgent',
  description:
    'Shows, creates and changes pipelines and their stages, with sums by stage, the weighted pipeline, conversion, speed, losses, and one period against another.',
  instructions: `You look after pipelines. Won and Lost stages always exist; do not add them yourself. Conversion, win rates and days
in a stage come from stage_conversion, sums by stage and the weighted pipeline from sum_pipeline, where and why deals are lost from
analyze_losses.`,
  tools,
  examples: [
    'Conversion rates by stage',
    'Create a SaaS pipeline with 5 stages',
    'Add a stage Legal review after Proposal',
  ],
  sayings: sayingsOf(tools, pipelineSayings),
});
