import { openCheckpointer } from '@clianta/agents/checkpointer';
import { embeddedModels } from '@clianta/agents/models/embedded';
import { AgentService } from '@clianta/agents/run-turn';
import type { Decision } from '@clianta/agents/turn-event.schema';
import { Inbound } from '@clianta/bot/inbound';
import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { ChatMessage } from '@clianta/crm-core/conversations/chat-message/chat-message.schema';
import { Notice, UNREAD } from '@clianta/crm-core/conversations/notice/notice.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { startWorker } from '@clianta/crm-core/work/start-worker';
import { tellDeciders } from '@clianta/jobs/jobs/tell-deciders.job';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { FakeChannel } from '../../support/fake-channel.ts';
import {
  aContact,
  aWorkspace,
  openTestCrm,
  type TestDatabase,
  type TestWorkspace,
} from '../../support/test-crm.ts';

type Person = Scope & { email: string };

let db: TestDatabase;
let checkpoints: Awaited<ReturnType<typeof openCheckpointer>>;
let home: TestWorkspace;
let slack: FakeChannel;
let web: FakeChannel;
let inbound: Inbound;
let mo: Person;
let boss: Person;

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
  mo = await home.member('Mo Novak');
  boss = await home.member('Bea Boss', 'admin');
  [slack, web] = [new FakeChannel('slack'), new FakeChannel('web')];
  inbound = new Inbound({
    crm: db.crm,
    service: new AgentService({ crm: db.crm, models: embeddedModels(), checkpointer: checkpoints.saver }),
    owner: newId(),
    workspaceOf: async () => home.workspaceId,
  });
  await inbound.start([slack, web]);
  for (const name of ['Ada Quist', 'Bo Novak']) await aContact(db.crm, home.scope, { name });
  await aContact(db.crm, home.scope, { name: 'Cy Weber' });
});
afterEach(() => inbound.stop(2_000));

const inSlack = (who: Person, threadId = `D-${who.actor.id}`) => ({
  channel: 'slack' as const,
  externalId: newId(),
  sender: { externalTeamId: 'T1', externalUserId: `U-${who.actor.id}`, email: who.email },
  thread: { externalTeamId: 'T1', threadId },
});
const inWeb = (who: Person) => ({
  channel: 'web' as const,
  externalId: newId(),
  sender: { externalTeamId: home.workspaceId, externalUserId: who.actor.id },
  thread: { externalTeamId: home.workspaceId, threadId: `W-${who.actor.id}` },
});
const sent = (channel: FakeChannel, count: number) =>
  vi.waitFor(() => {
    expect(channel.sent.length).toBeGreaterThanOrEqual(count);
    return channel.sent;
  }, 20_000);
const say = async (text: string, count: number) => {
  await slack.on.message({ ...inSlack(mo), text });
  return (await sent(slack, count))[count - 1];
};
const propose = async (text = 'Delete all contacts without an e-mail', count = 1) => {
  const card = (await say(text, count))?.cards.find(({ type }) => type === 'approval');
  if (card?.type !== 'approval') throw new Error('nothing was proposed');
  return card.approvalId;
};
const statusOf = async (id: string) => (await db.crm.records(Approval).get(home.system, id)).status;
const contacts = () => db.crm.records(Contact).count(home.scope);
const approve = (approvalId: string): { decision: Decision } => ({
  decision: { approvalId, decision: 'approve' },
});

describe('a decision of another person', () => {
  it('has its result where it was asked, and a short confirmation where it was clicked', async () => {
    const id = await propose();
    await web.on.decision({ ...inWeb(boss), ...approve(id) });
    const [, result] = await sent(slack, 2);
    expect(result).toMatchObject({
      text: expect.stringMatching(/Deleted 3/),
      to: { threadId: `D-${mo.actor.id}` },
    });
    const [confirmation] = await sent(web, 1);
    expect(confirmation).toMatchObject({
      text: expect.stringMatching(/^Approved and done: \*\*Delete 3 contacts/),
      cards: [],
      to: { threadId: `W-${boss.actor.id}` },
    });
    expect(slack.settled).toMatchObject([{ approvalId: id, status: 'executed' }]);
    expect(await contacts()).toBe(0);
    const seen = await db.crm.records(ChatMessage).find(mo, { sort: 'position' });
    expect(seen.records.map((one) => one.text)[2]).toBe('Approve (Bea Boss)');
  });

  it('that is delivered again is neither done nor confirmed again', async () => {
    const id = await propose();
    const click = { ...inSlack(boss), ...approve(id) };
    await slack.on.decision(click);
    await sent(slack, 3);
    expect(await slack.on.decision(click)).toMatchObject({ isTaken: true, isDuplicate: true });
    await say('How many contacts do we have?', 4);
    expect(slack.sent).toHaveLength(4);
  });

  it('in a thread that both see is answered there, without a confirmation', async () => {
    await slack.on.message({ ...inSlack(mo, 'C1'), text: 'Delete all contacts without an e-mail' });
    const card = (await sent(slack, 1))[0]?.cards[0];
    const id = card?.type === 'approval' ? card.approvalId : '';
    await slack.on.decision({ ...inSlack(boss, 'C1'), ...approve(id) });
    await sent(slack, 2);
    await vi.waitFor(async () => expect(await statusOf(id)).toBe('executed'), 20_000);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(slack.sent.map((one) => one.to.threadId)).toEqual(['C1', 'C1']);
  });

  it('that does not count is refused where it was clicked, and disturbs nobody else', async () => {
    const id = await propose();
    await web.on.decision({ ...inWeb(await home.member('Nic Nosy')), ...approve(id) });
    expect((await sent(web, 1))[0]?.text).toMatch(/Only the person who asked for this, or an admin/);
    expect(slack.sent).toHaveLength(1);
    expect(await statusOf(id)).toBe('pending');
  });
});

it('decided by the same person elsewhere is redrawn where it was asked, and answered where it was clicked', async () => {
  const id = await propose();
  await web.on.decision({ ...inWeb(mo), ...approve(id) });
  expect((await sent(web, 1))[0]?.text).toMatch(/Deleted 3/);
  expect(slack.settled).toMatchObject([{ approvalId: id, status: 'executed' }]);
  expect(slack.sent).toHaveLength(1);
});

describe('a proposal that waits for an admin', () => {
  const proposeOfOthers = async () => {
    const { id } = await aContact(db.crm, home.scope, { name: 'Di Holm', ownerId: boss.actor.id });
    return { contactId: id, approvalId: await propose('Delete the contact Di Holm') };
  };

  it('is told to the admins once, and to nobody any more when it is decided', async () => {
    const { approvalId } = await proposeOfOthers();
    const notify = vi.fn(async () => {});
    const worker = await startWorker(db.crm, {
      lane: 'jobs',
      jobs: [tellDeciders],
      context: { crm: db.crm, notify },
      sweepEveryMs: 3_600_000,
    });
    const unread = async () =>
      (
        await db.crm.records(Notice).find(home.system, {
          where: [{ field: 'recordId', op: 'eq', value: approvalId }, ...UNREAD],
          sort: 'title',
        })
      ).records;
    await vi.waitFor(async () => expect(await unread()).toHaveLength(2), 10_000);
    expect((await unread()).map(({ userId }) => userId).toSorted()).toEqual(
      [boss.actor.id, home.scope.actor.id].toSorted(),
    );
    expect((await unread())[0]).toMatchObject({
      kind: 'approval',
      title: 'Mo Novak asks for your approval: Delete the contact Di Holm',
    });
    // once more shortly before it expires
    const { expiresAt } = await db.crm.records(Approval).get(boss, approvalId);
    await vi.waitFor(async () => {
      const waiting = await db.crm.work.list(home.workspaceId, { states: ['waiting'], limit: 50 });
      expect(waiting).toContainEqual(
        expect.objectContaining({
          data: { approvalId, isLastCall: true },
          at: new Date(expiresAt.getTime() - 3_600_000),
        }),
      );
    }, 10_000);
    await web.on.decision({ ...inWeb(boss), ...approve(approvalId) });
    await sent(web, 1);
    await worker.stop();
    expect(await unread()).toEqual([]);
  });

  it('is listed, decided and redrawn in the conversation of whoever decides', async () => {
    const { approvalId, contactId } = await proposeOfOthers();
    await web.on.message({ ...inWeb(boss), text: '/approvals' });
    const [list] = await sent(web, 1);
    expect(list?.text).toBe(
      '1 proposal waits for your decision:\n\n- **Delete the contact Di Holm**, asked for by Mo Novak',
    );
    expect(list?.cards).toMatchObject([{ type: 'approval', approvalId, status: 'pending' }]);
    expect((await say('/approvals', 2))?.text).toBe(
      'Nothing waits for your decision.\n\nOf yours, **Delete the contact Di Holm** waits for an admin (Bea Boss or Sam Rivera).\n\nStill waiting for an admin (Bea Boss or Sam Rivera): **Delete the contact Di Holm**.',
    );
    await web.on.decision({ ...inWeb(boss), ...approve(approvalId) });
    await sent(web, 2);
    expect(await db.crm.records(Contact).getMany(home.scope, [contactId])).toMatchObject(
      new Map([[contactId, { isDeleted: true }]]),
    );
    const { records } = await db.crm.records(ChatMessage).find(boss, { sort: 'position' });
    const shown = records.flatMap(({ cards }) => cards ?? []);
    expect(shown).toMatchObject([{ approvalId, status: 'executed' }]);
    expect(web.settled).toMatchObject([{ approvalId, status: 'executed' }]);
  });
});

describe('what is said while a proposal waits', () => {
  it('is answered, and the answer says once that the proposal still waits', async () => {
    const id = await propose();
    const first = await say('How many contacts do we have?', 2);
    expect(first?.text).toMatch(/3[\s\S]*Still waiting for your decision: \*\*Delete 3 contacts/);
    expect((await say('How many companies do we have?', 3))?.text).not.toMatch(/Still waiting/);
    expect(await statusOf(id)).toBe('pending');
    expect((await say('approve', 4))?.text).toMatch(/Deleted 3/);
  });

  it('changes the proposal, of which the former one is set aside', async () => {
    const old = await propose();
    const id = await propose('but not Ada Quist', 2);
    expect(slack.sent[1]?.text).toMatch(/Delete 2 contacts[\s\S]*takes the place of \*\*Delete 3 contacts/);
    expect(await statusOf(old)).toBe('superseded');
    const third = await propose('yes, but keep Bo Novak', 3);
    expect(slack.sent[2]?.text).toMatch(/Delete the contact Cy Weber/);
    expect(await statusOf(id)).toBe('superseded');
    await say('yes', 4);
    expect([await statusOf(third), await contacts()]).toEqual(['executed', 2]);
  });

  it('changes nothing of the proposal when it is not understood', async () => {
    const id = await propose();
    const answer = await say('approve, but only the first three', 2);
    expect(answer?.text).toMatch(/did nothing[\s\S]*Still waiting for your decision: \*\*Delete 3 contacts/);
    expect([await statusOf(id), await contacts()]).toEqual(['pending', 3]);
  });

  it('changes the one part of a request that waits, and does not repeat the others', async () => {
    const old = await propose('Add Di Holm, di@x.example, and delete all contacts without an e-mail');
    const id = await propose('but not Ada Quist', 2);
    expect([await statusOf(old), await contacts()]).toEqual(['superseded', 4]);
    await slack.on.decision({ ...inSlack(mo), ...approve(old) });
    expect((await sent(slack, 3))[2]?.text).toMatch(/took the place of this one/);
    await slack.on.decision({ ...inSlack(mo), ...approve(id) });
    await sent(slack, 4);
    expect([await statusOf(id), await contacts()]).toEqual(['executed', 2]);
  });

  it('replaces the proposal when it proposes the same for some of the same records', async () => {
    const old = await propose();
    const id = await propose('Delete the contact Ada Quist', 2);
    expect(slack.sent[1]?.text).toMatch(/takes the place of \*\*Delete 3 contacts/);
    expect(await statusOf(old)).toBe('superseded');
    expect((await say('yes', 3))?.text).toMatch(/Deleted/);
    expect([await statusOf(id), await contacts()]).toEqual(['executed', 2]);
  });

  it('leaves a proposal for other records waiting, and a bare “approve” asks which one is meant', async () => {
    const ada = await propose('Delete the contact Ada Quist');
    const bo = await propose('Delete the contact Bo Novak', 2);
    await say('How many companies do we have?', 3);
    expect((await say('approve', 4))?.text).toMatch(/2 proposals wait for your decision/);
    await say('reject Ada Quist', 5);
    expect([await statusOf(ada), await statusOf(bo)]).toEqual(['rejected', 'pending']);
    await say('approve', 6);
    expect([await statusOf(bo), await contacts()]).toEqual(['executed', 2]);
  });
});

describe('the records of a proposal that waits', () => {
  it('are all listed when they are asked for, with the proposal below to be decided on', async () => {
    const id = await propose();
    const answer = await say('show me all 3', 2);
    expect(answer?.cards).toMatchObject([
      {
        type: 'list',
        count: 3,
        items: [{ entity: 'contact' }, { entity: 'contact' }, { entity: 'contact' }],
      },
      { type: 'approval', approvalId: id, status: 'pending' },
    ]);
    expect(await contacts()).toBe(3);
    expect((await say('no, leave them with Akira', 3))?.text).toMatch(/rejected|nothing/i);
    expect(await statusOf(id)).toBe('rejected');
    expect(slack.settled.length).toBeGreaterThanOrEqual(1);
  });

  it('are read page by page by who may decide or has asked, and by nobody else', async () => {
    const id = await propose();
    const { lookup } = slack.on;
    const { sender: asker } = inSlack(mo);
    const first = await lookup.proposed(asker, { approvalId: id, from: 0, limit: 2 });
    const rest = await lookup.proposed(inSlack(boss).sender, { approvalId: id, from: 2, limit: 2 });
    expect([first.count, first.items.length, rest.items.length]).toEqual([3, 2, 1]);
    expect([...first.items, ...rest.items].map(({ title }) => title).sort()).toEqual([
      'Ada Quist',
      'Bo Novak',
      'Cy Weber',
    ]);
    const { sender: nosy } = inSlack(await home.member('Nic Nosy'));
    await expect(lookup.proposed(nosy, { approvalId: id })).rejects.toThrow('may decide');
  });
});
