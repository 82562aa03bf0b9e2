import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { expect } from 'vitest';
import { sharedCrmTest as it } from '../../support/fixtures.ts';
import { aDeal } from '../../support/test-crm.ts';

it.beforeAll(async ({ home, db }) => {
  await home.member('Lena Schmidt');
  for (const [title, amountMinor] of [
    ['Big', 3_000_000],
    ['Middle', 2_000_000],
    ['Small', 1_000_000],
  ] as const)
    await aDeal(db.crm, home.scope, { title, amountMinor });
});

it('changes the very records that stood in those places of the list, and explains the change that is asked about', async ({
  db,
  sam,
}) => {
  await sam.say('show deals by amount');
  const asked = await sam.say('assign the first two to Lena Schmidt');
  expect(asked.approval?.sample.map(({ title }) => title).toSorted()).toEqual(['Big', 'Middle']);
  await sam.decide(String(asked.approval?.approvalId), 'approve');
  const tagged = await sam.say('tag the last one as hot');
  expect(tagged.reply.text).toContain('Small');
  const explained = await sam.say('why did you reassign those deals?');
  expect(explained.reply.text).toContain('assign the first two to Lena Schmidt');
  expect(explained.reply.text).not.toContain('Small');
  const deals = await db.crm.store.model(Opportunity.name).find({ tags: 'hot' }).lean();
  expect(deals).toHaveLength(1);
});

it('knows the records of the list by their rank, and two that are alike are asked about', async ({
  db,
  home,
  sam,
}) => {
  await sam.say('show deals by amount');
  expect((await sam.say('tag the second biggest as warm')).reply.text).toContain('Middle');
  const twin = await aDeal(db.crm, home.scope, { title: 'Twin', amountMinor: 1_000_000 });
  await sam.say('show deals by amount');
  const alike = await sam.say('tag the smallest one as cold');
  expect(alike.changes).toEqual([]);
  await db.crm.records(Opportunity).delete(home.system, twin.id);
});
