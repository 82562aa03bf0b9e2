import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { expect } from 'vitest';
import { crmTest as it } from '../../support/fixtures.ts';
import { aContact, aDeal } from '../../support/test-crm.ts';

it('what was done is undone and done anew in one turn, and that again', async ({ db, home, sam }) => {
  const deal = await aDeal(db.crm, home.scope, { title: 'Vireo licence', amountMinor: 1_000_000 });
  const amount = async () => (await db.crm.records(Opportunity).get(home.scope, deal.id)).amountMinor;
  await sam.say('set the amount of the Vireo licence to 60k');
  const first = await sam.say('no, I meant 66k');
  expect(first.reply.text).toContain('Undone: put back Vireo licence.');
  expect(await amount()).toBe(6_600_000);
  await sam.say('thanks');
  await sam.say('no wait, 67k was right');
  expect(await amount()).toBe(6_700_000);
  await sam.say('undo');
  await sam.say('raise the Vireo licence by 10%');
  const base = await amount();
  await sam.say('actually make it 20%');
  expect(await amount()).not.toBe(base);
  // by how much of what would be a guess now
  const third = await sam.say('no, 30%');
  expect(third.changes).toEqual([]);
});

it('the other record is changed instead, and the wrong one is as it was', async ({ db, home, sam }) => {
  const rossi = await aContact(db.crm, home.scope, { name: 'Zoe Rossi', jobTitle: 'Buyer' });
  const costa = await aContact(db.crm, home.scope, { name: 'Zoe Costa' });
  const titles = async () => {
    const found = await db.crm.records(Contact).getMany(home.scope, [rossi.id, costa.id]);
    return [rossi.id, costa.id].map((id) => found.get(id)?.jobTitle);
  };
  await sam.say('set the job title of Zoe Rossi to CIO');
  expect(await titles()).toEqual(['CIO', undefined]);
  await sam.say('wrong one, I meant Zoe Costa');
  expect(await titles()).toEqual(['Buyer', 'CIO']);
});

it('is not done to what was done before something else was spoken of', async ({ db, home, sam }) => {
  const deal = await aDeal(db.crm, home.scope, { title: 'Vireo licence', amountMinor: 1_000_000 });
  await aDeal(db.crm, home.scope, { title: 'Kestrel pilot', amountMinor: 2_000_000 });
  await sam.say('set the amount of the Vireo licence to 60k');
  await sam.say('show the Kestrel pilot deal');
  await sam.say('no, 45k');
  expect((await db.crm.records(Opportunity).get(home.scope, deal.id)).amountMinor).toBe(6_000_000);
});
