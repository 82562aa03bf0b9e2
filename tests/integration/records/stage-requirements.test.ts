import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aDeal } from '../../support/test-crm.ts';

const it = crmTest.extend('ask', ({ db, home }) => async (stage: string, requiredFields: string[]) => {
  const pipelines = db.crm.records(Pipeline);
  const { stages } = await pipelines.get(home.scope, home.pipelineId);
  const changed = stages.map((one) => (one.name === stage ? { ...one, requiredFields } : one));
  await pipelines.update(home.scope, home.pipelineId, { stages: changed });
  return String(stages.find(({ name }) => name === stage)?.id);
});

it('a deal comes into a stage with what the stage asks for, whoever moves it', async ({
  db,
  home,
  sam,
  ask,
}) => {
  const stageId = await ask('Proposal', ['amountMinor', 'companyId', 'customFields.plan']);
  const deal = await aDeal(db.crm, home.scope, { title: 'Holt rollout', amountMinor: 5_000 });
  const deals = db.crm.records(Opportunity);
  await expect(deals.update(home.scope, deal.id, { stageId })).rejects.toThrow(
    'A deal comes into Proposal with company and plan. Fill that in first.',
  );
  expect((await sam.say('Move the Holt rollout to Proposal')).reply.text).toContain('with company and plan');
  const { stageId: stayed } = await deals.get(home.scope, deal.id);
  expect(stayed).toBe(deal.stageId);
  // what it needs may come along; what is in the stage already stays there
  await ask('Proposal', ['companyId']);
  const company = await aCompany(db.crm, home.scope);
  await deals.update(home.scope, deal.id, { stageId, companyId: company.id });
  await ask('Proposal', ['companyId', 'source']);
  await deals.update(home.scope, deal.id, { nextStep: 'Call' });
});

it('a stage asks for nothing that there is not', async ({ ask }) => {
  await expect(ask('Proposal', ['shoeSize'])).rejects.toThrow(/no field “shoeSize”, which Proposal asks for/);
});
