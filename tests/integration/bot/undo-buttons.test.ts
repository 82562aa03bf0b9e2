import { openCheckpointer } from '@clianta/agents/checkpointer';
import { embeddedModels } from '@clianta/agents/models/embedded';
import { AgentService } from '@clianta/agents/run-turn';
import { Inbound } from '@clianta/bot/inbound';
import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { FakeChannel } from '../../support/fake-channel.ts';
import {
  aContact,
  aWorkspace,
  openTestCrm,
  type TestDatabase,
  type TestWorkspace,
} from '../../support/test-crm.ts';

let db: TestDatabase;
let checkpoints: Awaited<ReturnType<typeof openCheckpointer>>;
let home: TestWorkspace;
let web: FakeChannel;
let inbound: Inbound;

beforeAll(async () => {
  db = await openTestCrm();
  checkpoints = await openCheckpointer(inject('mongoUri'));
  home = await aWorkspace(db.crm);
  web = new FakeChannel('web');
  inbound = new Inbound({
    crm: db.crm,
    service: new AgentService({ crm: db.crm, models: embeddedModels(), checkpointer: checkpoints.saver }),
    owner: newId(),
    workspaceOf: async () => home.workspaceId,
  });
  await inbound.start([web]);
});
afterAll(async () => {
  await inbound.stop(2_000);
  await checkpoints.stop();
  await db.close();
});

const from = () => ({
  channel: 'web' as const,
  externalId: newId(),
  sender: { externalTeamId: home.workspaceId, externalUserId: home.scope.actor.id },
  thread: { externalTeamId: home.workspaceId, threadId: 'W' },
});
const answer = (count: number) =>
  vi.waitFor(() => {
    expect(web.sent.length).toBeGreaterThanOrEqual(count);
    return web.sent[count - 1];
  }, 20_000);
/** The button of the change as the chat shows it after a reload. */
const isUsed = async (groupId: string) => {
  const messages = await db.crm.records(ChatMessage).find(home.system, { limit: 50 });
  const cards = messages.records.flatMap((message) => message.cards);
  return cards.find((card) => card.undoGroupId === groupId)?.isUndone ?? false;
};

it('a used Undo is used in every message, by whichever way it was undone, until that is undone itself', async () => {
  const { id } = await aContact(db.crm, home.scope, { name: 'Ada Quist', city: 'Oslo' });
  await web.on.message({ ...from(), text: 'Set the city of Ada Quist to Rome' });
  const card = (await answer(1))?.cards[0];
  const groupId = String(card?.type === 'record' && card.undoGroupId);
  expect(await isUsed(groupId)).toBe(false);

  await web.on.undo({ ...from(), groupId });
  await answer(2);
  expect((await db.crm.records(Contact).get(home.scope, id)).city).toBe('Oslo');
  expect(await isUsed(groupId)).toBe(true);
  await web.on.undo({ ...from(), groupId });
  expect((await answer(3))?.text).toContain('That was undone already: ');

  // from the audit log: the undo is undone, and the change stands again
  const audit = await db.crm.store.model('userAction').findOne({ groupId }).lean<{ undoneBy: string }>();
  const again = await undoGroup(db.crm, { ...home.scope, groupId: newId() }, String(audit?.undoneBy));
  await inbound.undone(home.workspaceId, again.groupId);
  expect(await isUsed(groupId)).toBe(false);
});

it('and what was approved says that it was undone', async () => {
  await aContact(db.crm, home.scope, { name: 'Bo Novak' });
  const before = web.sent.length;
  await web.on.message({ ...from(), text: 'Delete Bo Novak' });
  const asked = (await answer(before + 1))?.cards[0];
  const approvalId = String(asked?.type === 'approval' && asked.approvalId);
  await web.on.decision({ ...from(), decision: { approvalId, decision: 'approve' } });
  await answer(before + 2);
  const statuses = async () => {
    const approval = await db.crm.records(Approval).get(home.system, approvalId);
    const messages = await db.crm.records(ChatMessage).find(home.system, { limit: 50 });
    const card = messages.records.flatMap(({ cards }) => cards).find((one) => one.approvalId === approvalId);
    return [approval.status, card?.status];
  };
  expect(await statuses()).toEqual(['executed', 'executed']);
  await web.on.message({ ...from(), text: 'undo that' });
  await answer(before + 3);
  expect(await statuses()).toEqual(['undone', 'undone']);
});
