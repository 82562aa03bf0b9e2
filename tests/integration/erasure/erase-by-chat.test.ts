import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { carryOutErasure } from '@clianta/crm-core/erasure/carry-out-erasure';
import { Erasure } from '@clianta/crm-core/erasure/erasure/erasure.schema';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPlantedPerson, everythingStored, JANE, tracesOf } from '../../support/planted-person.ts';
import { aTalker } from '../../support/talker.ts';
import { aContact, aWorkspace, openTestCrm, type TestDatabase } from '../../support/test-crm.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openTestCrm();
});
afterAll(() => db.close());

const proposalOf = ({ reply }: TurnResult) => {
  const card = reply.cards.find(({ type }) => type === 'approval');
  return card?.type === 'approval' ? card.approvalId : undefined;
};

it('an admin sees where somebody is, types the name, approves, and is told that nothing is left', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  const jane = await aPlantedPerson(crm, home);
  await aContact(crm, home.scope, { name: 'Bo Lind', notes: `Knows ${JANE.name} well` });
  const sam = await aTalker(db, home.scope);

  const asked = await sam.say(`Erase ${JANE.name}, she asked`);
  expect(asked.reply.text).toMatch(/contacts \(2\)/);
  expect(asked.reply.text).toContain(`Knows ${JANE.name} well`);
  expect(asked.reply.text).toContain(`Type **${JANE.name}** to go on`);
  const wrong = await sam.say('Zelda Quack');
  expect(wrong.reply.text).toContain('is not what they are called');
  expect(proposalOf(wrong)).toBeUndefined();
  const proposed = await sam.say(JANE.name);
  const approvalId = proposalOf(proposed);
  expect(approvalId).toBeDefined();
  expect(await crm.records(Contact).count(home.scope, {})).toBe(2);

  const begun = await sam.decide(approvalId ?? '', 'approve');
  expect(begun.reply.text).toContain('cannot be undone');
  const [erasure] = (await crm.records(Erasure).find(home.scope, {})).records;
  await carryOutErasure(crm, home.workspaceId, erasure?.id ?? '');
  expect(await crm.records(Erasure).get(home.scope, erasure?.id ?? '')).toMatchObject({
    state: 'done',
    proof: { left: 0 },
  });
  const own = (await everythingStored(crm)).filter(({ text }) => text.includes(home.workspaceId));
  expect(own.filter(({ text }) => tracesOf([jane.id]).test(text))).toEqual([]);

  const proof = await sam.say(`is anything left of ${JANE.email}?`);
  expect(proof.reply.text).toContain('Nothing is left of them but the question that you have just asked.');
  await sam.close();
}, 120_000);

it('no one but an admin has somebody erased', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  await aPlantedPerson(crm, home);
  const member = await aTalker(db, await home.member('Mia Member'));
  const refused = await member.say(`Erase ${JANE.name}, she asked`);
  expect(refused.reply.text).toContain('Only an admin');
  await member.close();
}, 60_000);

it('of two who are called so it asks which one', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  await aContact(crm, home.scope, { name: 'Jane Doe', email: 'jane@one.example' });
  await aContact(crm, home.scope, { name: 'Jane Doe', email: 'jane@two.example' });
  const sam = await aTalker(db, home.scope);
  const asked = await sam.say('Erase Jane Doe, she asked');
  expect(asked.reply.text).toContain('Which contact do you mean');
  await sam.close();
}, 60_000);

it('whoever is in the team is not erased', async () => {
  const { crm } = db;
  const home = await aWorkspace(crm);
  const mate = await home.member('Tom Mate');
  await aContact(crm, home.scope, { name: 'Tom Mate', email: mate.email });
  const sam = await aTalker(db, home.scope);
  const refused = await sam.call('erase_person', { person: 'Tom Mate' });
  expect(refused.reply.text).toContain('remove them from the team first');
  await sam.close();
}, 60_000);
