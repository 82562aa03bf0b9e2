import { openCheckpointer } from '@clianta/agents/checkpointer';
import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import { embeddedModels } from '@clianta/agents/models/embedded';
import { AgentService } from '@clianta/agents/run-turn';
import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import type { IncomingMessage } from '@clianta/bot/channel';
import { Inbound } from '@clianta/bot/inbound';
import { TurnQueue } from '@clianta/bot/inbound/turn-queue';
import { Limits } from '@clianta/bot/limits/limits';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { Conversation } from '@clianta/crm-core/conversations/conversation/conversation.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { FakeChannel } from '../../support/fake-channel.ts';
import { aWorkspace, openTestCrm, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

/** Draws nothing until it is let go: a turn goes on only when its events have been drawn. */
class HeldChannel extends FakeChannel {
  readonly statuses: string[] = [];
  letGo: () => void = () => {};
  readonly #gate = new Promise<void>((open) => {
    this.letGo = open;
  });

  override async show(_to?: ThreadAddress, _turnId?: string, event?: TurnEvent): Promise<void> {
    if (event?.type === 'status') this.statuses.push(event.text);
    if (!this.statuses.at(-1)?.includes('before yours')) await this.#gate;
  }
}

let db: TestDatabase;
let checkpoints: Awaited<ReturnType<typeof openCheckpointer>>;
let home: TestWorkspace;
let channel: HeldChannel;
let inbound: Inbound;

beforeAll(async () => {
  db = await openTestCrm();
  checkpoints = await openCheckpointer(inject('mongoUri'));
});
afterAll(async () => {
  await checkpoints.stop();
  await db.close();
});
beforeEach(async () => {
  home = await aWorkspace(db.crm);
  channel = new HeldChannel();
  inbound = new Inbound({
    crm: db.crm,
    service: new AgentService({ crm: db.crm, models: embeddedModels(), checkpointer: checkpoints.saver }),
    owner: newId(),
    limits: Limits.inProcess(),
    queue: new TurnQueue({ atOnce: 1, roomy: 2, most: 3 }),
    workspaceOf: async () => home.workspaceId,
  });
  await inbound.start([channel]);
});
afterEach(async () => {
  channel.letGo();
  await inbound.stop(5_000);
});

const says = (email: string, text = 'How many contacts do we have?'): IncomingMessage => ({
  channel: 'slack',
  externalId: newId(),
  sender: { externalTeamId: 'T1', externalUserId: `U-${email}`, email },
  thread: { externalTeamId: 'T1', threadId: newId() },
  text,
});
const stored = async () => [
  await db.crm.records(Conversation).count(home.system),
  await db.crm.records(ChatMessage).count(home.system),
];

describe('more than can be done', () => {
  it('is refused at once, saying how much waits, and leaves nothing behind; others are still taken', async () => {
    const [mo, al] = [await home.member('Mo Novak'), await home.member('Al Other')];
    for (let i = 0; i < 2; i++)
      expect(await channel.on.message(says(mo.email))).toMatchObject({ isTaken: true });
    expect(await channel.on.message(says(mo.email))).toMatchObject({ isTaken: true });
    const before = await stored();
    expect(await channel.on.message(says(mo.email))).toMatchObject({
      isTaken: false,
      problem: {
        code: 'rate_limited',
        message: expect.stringMatching(/^Clianta is busy: 3 requests wait, 3 of them yours\./),
      },
    });
    expect(await stored()).toEqual(before);
    expect(await channel.on.message(says(al.email))).toMatchObject({ isTaken: true });
    channel.letGo();
    await vi.waitFor(() => expect(channel.sent).toHaveLength(4), { timeout: 20_000 });
    expect(await channel.on.message(says(mo.email))).toMatchObject({ isTaken: true });
  });

  it('that has to wait is told how much comes before it', async () => {
    const [mo, al] = [await home.member('Mo Novak'), await home.member('Al Other')];
    await channel.on.message(says(mo.email));
    await vi.waitFor(() => expect(channel.statuses).not.toEqual([]));
    await channel.on.message(says(al.email));
    await vi.waitFor(() => expect(channel.statuses).toContain('One request comes before yours'));
  });

  it('at once is counted one by one', async () => {
    const { email } = await home.member('Mo Novak');
    const receipts = await Promise.all(Array.from({ length: 8 }, () => channel.on.message(says(email))));
    expect(receipts.filter(({ isTaken }) => isTaken)).toHaveLength(3);
  });
});

describe('what is refused', () => {
  it('leaves no conversation behind, whatever it is refused for', async () => {
    const { email, actor } = await home.member('Mo Novak');
    const receipts = [
      await channel.on.message(says(email, '   ')),
      await channel.on.message(says(email, 'x'.repeat(20_001))),
      await channel.on.message(says('stranger@elsewhere.example')),
    ];
    const limits = Limits.inProcess();
    const limited = new Inbound({
      crm: db.crm,
      service: new AgentService({ crm: db.crm, models: embeddedModels(), checkpointer: checkpoints.saver }),
      owner: newId(),
      limits,
      workspaceOf: async () => home.workspaceId,
    });
    for (let i = 0; i < 60; i++) await limits.take('message', actor.id);
    const other = new FakeChannel();
    await limited.start([other]);
    receipts.push(await other.on.message(says(email)));
    expect(receipts.map((one) => !one.isTaken && one.problem.code)).toEqual([
      'invalid',
      'invalid',
      'forbidden',
      'rate_limited',
    ]);
    expect(await stored()).toEqual([0, 0]);
    await limited.stop(0);
  });
});
