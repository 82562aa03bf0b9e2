import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { DateTime } from 'luxon';
import { expect } from 'vitest';
import { sharedCrmTest } from '../../support/fixtures.ts';
import { aTalker } from '../../support/talker.ts';
import { aCompany, aContact, aDeal } from '../../support/test-crm.ts';

const monday = DateTime.fromISO('2026-11-23T09:30', { zone: 'Europe/Berlin' });
let now = monday;
const it = sharedCrmTest.extend('crmOptions', { scope: 'file' }, { now: () => now.toJSDate() });

const sectionsOf = ({ reply }: TurnResult) => {
  const [card] = reply.cards;
  const sections = card?.type === 'brief' ? card.sections : [];
  return Object.fromEntries(sections.map(({ heading, items }) => [heading, items.map(({ text }) => text)]));
};

/** Sam's records a week ago, and what Lena, and Sam, have done with them since Friday. */
it.beforeAll(async ({ db: { crm }, home }) => {
  const lena = await home.member('Lena Schmidt', 'admin');
  const ownerId = home.scope.actor.id;
  const deals = crm.records(Opportunity);
  now = monday.minus({ days: 7 });
  const { id: companyId } = await aCompany(crm, home.scope, { name: 'Northwind', ownerId });
  const won = await aDeal(crm, home.scope, { title: 'Rollout', ownerId, companyId, amountMinor: 4_000_000 });
  const lost = await aDeal(crm, home.scope, { title: 'Pilot', ownerId, amountMinor: 500_000 });
  const moved = await aDeal(crm, home.scope, { title: 'Upgrade', ownerId, companyId });
  const hers = await aDeal(crm, home.scope, { title: 'Of Lena', ownerId: lena.actor.id });
  const untouched = await aDeal(crm, home.scope, { title: 'Undone', ownerId, amountMinor: 100_000 });
  const ada = await aContact(crm, home.scope, { name: 'Ada Quist', ownerId, companyId });
  now = monday.minus({ days: 3 });
  const stages = (await crm.records(Pipeline).findOne(home.scope, { isDefault: true }))?.stages ?? [];
  await deals.update(lena, won.id, { status: 'won' });
  await deals.update(lena, lost.id, { status: 'lost', lossReason: 'Price' });
  await deals.update(lena, moved.id, { stageId: stages[1]?.id });
  await deals.update(lena, moved.id, { stageId: stages[2]?.id, nextStep: 'Send the quote' });
  await deals.update(lena, untouched.id, { amountMinor: 200_000 });
  await deals.update(lena, untouched.id, { amountMinor: 100_000 });
  await deals.update(lena, hers.id, { ownerId });
  await deals.update(home.scope, hers.id, { amountMinor: 700_000 });
  await crm.records(Contact).update(lena, ada.id, { phone: '+4930123456' });
  await crm.records(Activity).create(lena, {
    type: 'call',
    subject: 'Call with Ada',
    body: 'She wants a quote',
    at: now.toJSDate(),
    contactId: ada.id,
    companyId,
    userId: lena.actor.id,
  });
  await aDeal(crm, lena, { title: 'Nothing of Sam', ownerId: lena.actor.id });
  now = monday;
});

it('tells what others did with what the user looks after since the last working day, net and by kind', async ({
  sam,
}) => {
  const result = await sam.call('what_changed', {});
  expect(result.reply.text).toBe(
    'Since Fri 20 Nov 2026, others did this with what you look after: 1 deal won, 1 deal lost, 1 deal given to you, 1 deal moved, 1 contact changed and 1 call, mail, meeting or note. Lena Schmidt marked **Rollout** as won: $40,000.',
  );
  expect(sectionsOf(result)).toEqual({
    Won: ['Rollout: $40,000 (Lena Schmidt)'],
    Lost: ['Pilot: $5,000, Price (Lena Schmidt)'],
    'Given to you': ['Of Lena: Lena Schmidt to Sam Rivera (Lena Schmidt)'],
    Moved: ['Upgrade: Qualified to Proposal; next step from — to Send the quote (Lena Schmidt)'],
    Changed: ['Ada Quist: phone from — to +49 30 123456 (Lena Schmidt)'],
    'Calls, mails, meetings and notes': [
      'Fri 20 Nov 2026, 9:30 AM: Call with Ada – She wants a quote (Lena Schmidt)',
    ],
  });
});

it('of one company: whoever did it, with what belongs to it', async ({ sam }) => {
  const result = await sam.call('what_changed', { company: 'Northwind', since: 'today-7d' });
  expect(Object.keys(sectionsOf(result))).toEqual(['Won', 'New', 'Calls, mails, meetings and notes']);
  const since = await sam.call('what_changed', { company: 'Northwind', since: 'today-3d' });
  expect(Object.keys(sectionsOf(since))).toEqual([
    'Won',
    'Moved',
    'Changed',
    'Calls, mails, meetings and notes',
  ]);
  expect(since.reply.text).toMatch(/^Since Fri 20 Nov 2026, with \*\*Northwind\*\*: 1 deal won, /);
});

it('says when there is nothing, and that there is something elsewhere', async ({ db, home, sam }) => {
  const since = await sam.call('what_changed', { since: 'today' });
  expect(since.reply.text).toBe(
    'Since Mon 23 Nov 2026 nothing has changed with what you look after by anybody else.',
  );
  const bea = await aTalker(db, await home.member('Bea Boss'));
  const none = await bea.call('what_changed', {});
  await bea.close();
  expect(none.reply.text).toContain('In the whole team 6 records were changed');
  const team = await sam.call('what_changed', { whose: 'team' });
  expect(sectionsOf(team)).toMatchObject({ New: ['Nothing of Sam (Lena Schmidt)'] });
});
