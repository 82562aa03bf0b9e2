import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { expect } from 'vitest';
import { sharedCrmTest as it } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';
import { aDeal, aWorkspace } from '../../support/test-crm.ts';

it.beforeAll(async ({ db, home }) => {
  const other = await aWorkspace(db.crm);
  const lena = await home.member('Lena Schmidt');
  const globex = await db.crm.records(Company).create(home.scope, { name: 'Globex' });
  await db.crm.records(Contact).create(home.scope, { name: 'Ada', companyId: globex.id });
  await db.crm.records(Contact).create(home.scope, { name: 'Bo', companyId: globex.id });
  await db.crm.records(Contact).create(home.scope, { name: 'Cy' });
  await aDeal(db.crm, home.scope, { title: 'One', amountMinor: 1_000_000, ownerId: lena.actor.id });
  await aDeal(db.crm, home.scope, { title: 'Two', amountMinor: 3_000_000, ownerId: lena.actor.id });
  await aDeal(db.crm, home.scope, { title: 'Three', amountMinor: 500_000 });
  await aDeal(db.crm, other.scope, { title: 'Foreign', amountMinor: 99_900_000 });
});

it('deals per rep: counted, totalled and averaged by the database', async ({ sam }) => {
  const { reply } = await sam.say('open deals per rep');
  expect(reply.text).toBe('Here are 3 deals by owner. The most are with Lena Schmidt.');
  const [card] = reply.cards;
  expect(card?.type === 'table' && card.rows.map((row) => row.cells)).toEqual([
    { group: 'Lena Schmidt', count: '2', sum: '$40,000', average: '$20,000' },
    { group: 'None', count: '1', sum: '$5,000', average: '$5,000' },
  ]);
  expect(card?.type === 'table' && card.total?.value).toBe('$45,000');
});

it('contacts per company, those without one apart', async ({ sam }) => {
  const { reply } = await sam.say('How many contacts do we have per company?');
  const [card] = reply.cards;
  expect(card?.type === 'table' && card.rows.map((row) => row.cells)).toEqual([
    { group: 'Globex', count: '2' },
    { group: 'None', count: '1' },
  ]);
});

it('an average over what was asked for', async ({ sam }) => {
  const { reply } = await sam.say('What is the average amount of our deals?');
  expect(reply.text).toBe('The average amount of 3 deals is $15,000.');
});

it('deals per stage with what they are worth, drawn where a chart was asked for', async ({ sam }) => {
  const { reply } = await sam.say('show me a chart of deals per stage and how much they are worth');
  expect(reply.text).toMatch(/^Here are 3 deals by stage\./);
  const [chart, card] = reply.cards;
  if (chart?.type !== 'chart') throw new Error('no chart');
  expect(chart.kind).toBe('bar');
  expect(chart.series[0]?.values.reduce((sum, value) => sum + value, 0)).toBe(45_000);
  expect(card?.type === 'table' && card.total?.value).toBe('$45,000');
});

it('stages as they follow each other, and with their pipeline where two share a name', async ({ db }) => {
  const { scope } = await aWorkspace(db.crm);
  const pipelines = db.crm.records(Pipeline);
  const direct = await pipelines.findOne(scope, { isDefault: true });
  const stages = direct?.stages ?? [];
  const partners = await pipelines.create(scope, {
    name: 'Partners',
    stages: stages.map((stage) => ({ ...stage, id: newId() })),
  });
  const [first, second] = stages;
  const put = (pipelineId: string | undefined, stageId: string | undefined) =>
    aDeal(db.crm, scope, { title: `Deal ${stageId}`, ...(pipelineId && stageId && { pipelineId, stageId }) });
  await put(direct?.id, second?.id);
  await put(direct?.id, second?.id);
  await put(partners.id, partners.stages[0]?.id);
  await put(direct?.id, first?.id);
  const talker = await aTalker(db, scope);
  const { reply } = await talker.say('deals per stage');
  await talker.close();
  const [card] = reply.cards;
  const named = card?.type === 'table' ? card.rows.map((row) => [row.cells.group, row.cells.count]) : [];
  const inDirect = [
    [`${first?.name} (${direct?.name})`, '1'],
    [`${second?.name} (${direct?.name})`, '2'],
  ];
  expect(named.filter(([group]) => group?.includes(String(direct?.name)))).toEqual(inDirect);
  expect(named).toContainEqual([`${first?.name} (Partners)`, '1']);
});

it('who put the records in, by name', async ({ sam }) => {
  const { reply } = await sam.say('who added the most contacts this year?');
  expect(reply.text).toContain('The most are with **Sam Rivera**: 3 contacts.');
  const { reply: own } = await sam.say('contacts added by me');
  expect(own.text).toContain('I found 3 contacts');
});
