import { openCheckpointer } from '@clianta/agents/checkpointer';
import { embeddedModels } from '@clianta/agents/models/embedded';
import { AgentService } from '@clianta/agents/run-turn';
import { Inbound } from '@clianta/bot/inbound';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { afterAll, beforeAll, beforeEach, expect, inject, it, vi } from 'vitest';
import { FakeChannel } from '../../support/fake-channel.ts';
import {
  aCompany,
  aContact,
  aWorkspace,
  openTestCrm,
  type TestDatabase,
  type TestWorkspace,
} from '../../support/test-crm.ts';

let db: TestDatabase;
let checkpoints: Awaited<ReturnType<typeof openCheckpointer>>;
let home: TestWorkspace;
let slack: FakeChannel;
let inbound: Inbound;
let costa: string;
let rossi: string;

beforeAll(async () => {
  db = await openTestCrm();
  checkpoints = await openCheckpointer(inject('mongoUri'));
  home = await aWorkspace(db.crm);
  slack = new FakeChannel('web');
  inbound = new Inbound({
    crm: db.crm,
    service: new AgentService({ crm: db.crm, models: embeddedModels(), checkpointer: checkpoints.saver }),
    owner: newId(),
    workspaceOf: async () => home.workspaceId,
  });
  await inbound.start([slack]);
  const acme = await aCompany(db.crm, home.scope, { name: 'Acme' });
  costa = (await aContact(db.crm, home.scope, { name: 'Zoe Costa', companyId: acme.id })).id;
  rossi = (await aContact(db.crm, home.scope, { name: 'Zoe Rossi' })).id;
  await aContact(db.crm, home.scope, { name: 'Ben Ames' });
});
afterAll(async () => {
  await inbound.stop(2_000);
  await checkpoints.stop();
  await db.close();
});

let thread = '';
let said = 0;
beforeEach(() => {
  thread = newId();
  said = slack.sent.length;
});
const from = () => ({
  channel: 'web' as const,
  externalId: newId(),
  sender: { externalTeamId: home.workspaceId, externalUserId: home.scope.actor.id },
  thread: { externalTeamId: home.workspaceId, threadId: thread },
});
const answer = () =>
  vi.waitFor(() => {
    expect(slack.sent.length).toBeGreaterThan(said);
    return slack.sent[said++];
  }, 20_000);
const say = async (text: string) => {
  await slack.on.message({ ...from(), text });
  return answer();
};
const press = async (choiceId: string, option: number) => {
  await slack.on.choice({ ...from(), choice: { choiceId, option } });
  return answer();
};
const asked = async (text: string) => {
  const card = (await say(text))?.cards.find(({ type }) => type === 'choice');
  if (card?.type !== 'choice') throw new Error('nothing was asked');
  return card;
};
const phoneOf = async (id: string) => (await db.crm.records(Contact).get(home.scope, id)).phone;
/** As the chat shows it after a reload. */
const stored = async (choiceId: string) => {
  const { records } = await db.crm.records(ChatMessage).find(home.system, { limit: 200, sort: '-createdAt' });
  return records.flatMap(({ cards }) => cards).find((card) => card.choiceId === choiceId);
};

it('a press runs the call of the option once; after that the question says that it was answered', async () => {
  const card = await asked("change Zoe's phone to +1 415 555 0111");
  expect(card.options.map(({ label }) => label).toSorted()).toEqual(['Zoe Costa', 'Zoe Rossi']);
  expect(card.options.find(({ label }) => label === 'Zoe Costa')?.detail).toContain('Acme');
  const at = card.options.findIndex(({ label }) => label === 'Zoe Costa');
  expect((await press(card.choiceId, at))?.text).toContain('Zoe Costa');
  expect([await phoneOf(costa), await phoneOf(rossi)]).toEqual(['+14155550111', undefined]);
  expect(await stored(card.choiceId)).toMatchObject({ status: 'answered', chosen: at });
  expect(slack.settled.at(-1)).toMatchObject({ choiceId: card.choiceId, chosen: at });
  expect((await press(card.choiceId, 1 - at))?.text).toContain('answered already: **Zoe Costa**');
  expect(await phoneOf(rossi)).toBeUndefined();
});

it('waits through thanks and what only reads, and is answered in words then', async () => {
  const card = await asked("change Zoe's phone to +1 415 555 0222");
  await say('thanks');
  await say('how many contacts do we have');
  expect(await stored(card.choiceId)).toMatchObject({ status: 'open' });
  expect((await say('the one at Acme'))?.text).toContain('Zoe Costa');
  expect(await phoneOf(costa)).toBe('+14155550222');
});

it('is left by another change, and by “none of these”; a press says so', async () => {
  const first = await asked("change Zoe's phone to +1 415 555 0333");
  await say('set the city of Ben Ames to Oslo');
  expect(await stored(first.choiceId)).toMatchObject({ status: 'left' });
  expect((await press(first.choiceId, 0))?.text).toContain('was left');
  const second = await asked("change Zoe's phone to +1 415 555 0333");
  expect((await say('none of these'))?.text).toContain('left it as it is');
  expect(await stored(second.choiceId)).toMatchObject({ status: 'left' });
  expect([await phoneOf(costa), await phoneOf(rossi)]).not.toContain('+14155550333');
});

it('is answered by whom it was put to, in their conversation', async () => {
  const card = await asked("change Zoe's phone to +1 415 555 0444");
  thread = newId();
  expect((await press(card.choiceId, 0))?.text).toContain('not asked of you here');
  expect([await phoneOf(costa), await phoneOf(rossi)]).not.toContain('+14155550444');
});
