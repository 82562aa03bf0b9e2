import { describe, expect, it } from 'vitest';
import { understood } from '../testing/render-command.ts';

/** Pipelines, stages, conversion. */
const SENTENCES: ReadonlyArray<[said: string, ...commands: string[]]> = [
  ['Create a SaaS pipeline with 5 stages', 'pipelineAgent create_pipeline: name=SaaS; stageCount=5'],
  [
    'create a pipeline called Renewals with stages Notice, Offer, Signed',
    'pipelineAgent create_pipeline: name=Renewals; stages=[Notice, Offer, Signed]',
  ],
  [
    'new pipeline Hiring: Applied, Interview, Offer',
    'pipelineAgent create_pipeline: name=Hiring; stages=[Applied, Interview, Offer]',
  ],
  ['Conversion rates by stage', 'pipelineAgent stage_conversion'],
  [
    'win rate this year',
    'reportsAgent run_report: of={where: [{field: closed, op: gte, value: 2026-01-01T00:00:00+01:00}, {field: closed, op: lt, value: 2027-01-01T00:00:00+01:00}]}; metric=win rate',
  ],
  ['how long do deals stay in each stage?', 'pipelineAgent stage_conversion'],
  [
    'conversion in the Partner pipeline last quarter',
    'pipelineAgent stage_conversion: period={from: 2025-10-01T00:00:00+02:00, to: 2026-01-01T00:00:00+01:00}; pipeline=@Partner',
  ],
  ['show the pipelines', 'pipelineAgent list_pipelines'],
  ['what stages do we have', 'pipelineAgent list_pipelines'],
  ['what stages does the Partner pipeline have', 'pipelineAgent list_pipelines: pipeline=@Partner'],
  [
    'Add a stage Legal review after Proposal',
    'pipelineAgent change_stages: add={name: Legal review, after: Proposal}',
  ],
  [
    'add stage "Security review" to the Partner pipeline',
    'pipelineAgent change_stages: pipeline=@Partner; add={name: Security review}',
  ],
  [
    'add a stage called Trial before Negotiation with 40% probability',
    'pipelineAgent change_stages: add={name: Trial, probability: 40, before: Negotiation}',
  ],
  ['rename the stage Discovery to Demo', 'pipelineAgent change_stages: rename={from: Discovery, to: Demo}'],
  ['remove the Discovery stage', 'pipelineAgent change_stages: remove=Discovery'],
  ['move Proposal before Discovery', 'pipelineAgent change_stages: move={name: Proposal, before: Discovery}'],
  [
    'set the probability of Negotiation to 80%',
    'pipelineAgent change_stages: probability={name: Negotiation, percent: 80}',
  ],
];

describe('pipelines and stages', () => {
  it.each(SENTENCES)('reads “%s”', async (said, ...commands) => {
    expect((await understood(said)).split('\n')).toEqual(commands);
  });
});
