import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aTalker, type Talker } from '../../support/talker.ts';
import { aDeal, aWorkspace, openTestCrm, type TestDatabase } from '../../support/test-crm.ts';

let db: TestDatabase;
let sam: Talker;

beforeAll(async () => {
  db = await openTestCrm();
  const home = await aWorkspace(db.crm);
  await home.member('Lena Schmidt');
  for (const [title, amountMinor] of [
    ['Big', 3_000_000],
    ['Middle', 2_000_000],
    ['Small', 1_000_000],
  ] as const)
    await aDeal(db.crm, home.scope, { title, amountMinor });
  sam = await aTalker(db, home.scope);
});
afterAll(async () => {
  await sam.close();
  await db.close();
});

it('changes the very records that stood in those places of the list, and explains the change that is asked about', async () => {
  await sam.say('show deals by amount');
  await sam.say('assign the first two to Lena Schmidt');
  const tagged = await sam.say('tag the last one as hot');
  expect(tagged.reply.text).toContain('Small');
  const explained = await sam.say('why did you reassign those deals?');
  expect(explained.reply.text).toContain('assign the first two to Lena Schmidt');
  expect(explained.reply.text).not.toContain('Small');
  const deals = await db.crm.store.model(Opportunity.name).find({ tags: 'hot' }).lean();
  expect(deals).toHaveLength(1);
});
