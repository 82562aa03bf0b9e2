import { openCheckpointer } from '@clianta/agents/checkpointer';
import { embeddedModels } from '@clianta/agents/models/embedded';
import { AgentService } from '@clianta/agents/run-turn';
import type { IncomingMessage } from '@clianta/bot/channel';
import { Inbound } from '@clianta/bot/inbound';
import { AgentTurn } from '@clianta/crm-core/conversations/agent-turn/agent-turn.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { User } from '@clianta/crm-core/workspace/user/user.schema';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { FakeChannel } from '../../support/fake-channel.ts';
import { aWorkspace, openTestCrm, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

let db: TestDatabase;
let home: TestWorkspace;
let checkpoints: Awaited<ReturnType<typeof openCheckpointer>>;
let email: string;

beforeAll(async () => {
  db = await openTestCrm();
  checkpoints = await openCheckpointer(inject('mongoUri'));
});
afterAll(async () => {
  await checkpoints.stop();
  await db.close();
});

async function aBot(owner = newId()) {
  const channel = new FakeChannel();
  const inbound = new Inbound({
    crm: db.crm,
    service: new AgentService({ crm: db.crm, models: embeddedModels(), checkpointer: checkpoints.saver }),
    owner,
    workspaceOf: async () => home.workspaceId,
  });
  await inbound.start([channel]);
  await inbound.recover();
  return { channel, inbound };
}

let bot: Awaited<ReturnType<typeof aBot>>;
beforeEach(async () => {
  home = await aWorkspace(db.crm);
  email = (await home.member('Mo Novak')).email;
  bot = await aBot();
});
afterEach(() => bot.inbound.stop(2_000));

const message = (
  text: string,
  externalId = newId(),
  over: Partial<IncomingMessage['sender']> = {},
): IncomingMessage => ({
  channel: 'slack',
  externalId,
  sender: { externalTeamId: 'T1', externalUserId: `U-${home.workspaceId}`, email, ...over },
  thread: { externalTeamId: 'T1', threadId: `C1-${home.workspaceId}` },
  text,
});

const replies = (count: number) =>
  vi.waitFor(() => expect(bot.channel.sent.length).toBeGreaterThanOrEqual(count), { timeout: 20_000 });

describe('the path of a message', () => {
  it('goes on after a restart with what was stored and not yet answered', async () => {
    await bot.inbound.stop(0);
    // stored by a process that ended before it could run the turn
    const stopped = bot.channel.on;
    await stopped.message(message('Add Ira Restart'));
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);
    bot = await aBot();
    await replies(1);
    expect(bot.channel.sent[0]?.text).toContain('Ira Restart');
  });

  it('takes over a turn that another process began and left', async () => {
    await bot.inbound.stop(0);
    await bot.channel.on.message(message('Add Ira Restart'));
    const stored = await db.crm.store
      .model('chatMessage')
      .findOne({ workspaceId: home.workspaceId })
      .lean<{ _id: string; conversationId: string }>();
    await db.crm.store.model('chatMessage').updateOne({ _id: stored?._id }, { $set: { status: 'running' } });
    await db.crm.store
      .model('conversation')
      .updateOne(
        { _id: stored?.conversationId },
        { $set: { leaseOwner: 'gone', leaseUntil: new Date(Date.now() - 1000) } },
      );
    bot = await aBot();
    await replies(1);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(1);
    // the reply is out before the message is marked
    await vi.waitFor(async () => {
      const messages = await db.crm.records(ChatMessage).find(home.system, { sort: 'position' });
      expect(messages.records.map((one) => [one.author, one.status])).toEqual([
        ['user', 'done'],
        ['assistant', 'done'],
      ]);
    }, 10_000);
  });

  it('leaves a conversation alone while another process holds it', async () => {
    await bot.inbound.stop(0);
    await bot.channel.on.message(message('Add Ira Held'));
    await db.crm.store
      .model('conversation')
      .updateOne(
        { workspaceId: home.workspaceId },
        { $set: { leaseOwner: 'other', leaseUntil: new Date(Date.now() + 60_000) } },
      );
    bot = await aBot();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);
  });

  it('refuses a stranger, telling what to do, and does nothing for them', async () => {
    const stranger = { externalUserId: 'stranger', email: 'x@elsewhere.example' };
    const receipt = await bot.channel.on.message(message('Delete all contacts', newId(), stranger));
    expect(receipt).toMatchObject({
      isTaken: false,
      problem: { code: 'forbidden', message: expect.stringMatching(/do not know you yet/) },
    });
  });

  it('does nothing for somebody whose account was closed, neither what they say nor what they had said', async () => {
    await bot.channel.on.message(message('Add Ira Known'));
    await replies(1);
    await bot.inbound.stop(0);
    await bot.channel.on.message(message('Add Ira Queued'));
    const [user] = (await db.crm.records(User).find(home.system, { search: 'Mo Novak' })).records;
    await db.crm.records(User).update(home.scope, user?.id ?? '', { isActive: false });
    const receipt = await bot.channel.on.message(message('Who is Ira Known?'));
    expect(receipt).toMatchObject({
      isTaken: false,
      problem: { code: 'forbidden', message: expect.stringMatching(/account is closed/) },
    });
    bot = await aBot();
    await replies(1);
    expect(bot.channel.sent[0]?.text).toMatch(/account is closed/);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(1);
  });

  it('gives a reply that the channel did not take again, word for word, without doing the thing again', async () => {
    bot.channel.failures = 1;
    await bot.channel.on.message(message('Add Ida Lost'));
    await vi.waitFor(() => expect(bot.channel.failures).toBe(0));
    await vi.waitFor(async () => {
      await bot.inbound.recover();
      expect(bot.channel.sent).toHaveLength(1);
    }, 20_000);
    const stored = await db.crm.records(ChatMessage).find(home.system, { sort: 'position' });
    expect(bot.channel.sent[0]?.text).toBe(stored.records[1]?.text);
    expect(bot.channel.sent[0]?.text).toContain('Ida Lost');
    expect(await db.crm.records(Contact).count(home.scope)).toBe(1);
    expect(await db.crm.records(AgentTurn).count(home.system)).toBe(1);
  });

  it('takes “yes” for the proposal that was the last thing said, and only then', async () => {
    for (let i = 0; i < 3; i++) await db.crm.records(Contact).create(home.scope, { name: `Nomail ${i}` });
    await bot.channel.on.message(message('Delete all contacts without an e-mail'));
    await replies(1);
    expect(bot.channel.sent[0]?.cards[0]).toMatchObject({ type: 'approval', count: 3 });
    await bot.channel.on.message(message('How many contacts do we have?'));
    await replies(2);
    await bot.channel.on.message(message('yes'));
    await replies(3);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(3);
    await bot.channel.on.message(message('Delete all contacts without an e-mail'));
    await replies(4);
    await bot.channel.on.message(message('yes'));
    await replies(5);
    expect(await db.crm.records(Contact).count(home.scope)).toBe(0);
  });
});
