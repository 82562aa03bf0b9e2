import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { mongoDeadLetters } from '@clianta/crm-core/events/dead-letters';
import type { Notification } from '@clianta/crm-core/events/notification.schema';
import { redisNotificationBus } from '@clianta/crm-core/events/notification-bus';
import { type RunningRelay, startRelay } from '@clianta/crm-core/events/relay';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { expireApprovals } from '@clianta/jobs/jobs/expire-approvals.job';
import { sendDueReminders } from '@clianta/jobs/jobs/send-due-reminders.job';
import { once } from '@clianta/jobs/once';
import { jobs } from '@clianta/jobs/registry';
import { startJobs } from '@clianta/jobs/start';
import { onCrmEvent } from '@clianta/jobs/subscribers/on-crm-event';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { anEvent } from '../../support/events.ts';
import { openOwnDatabase, ownUri } from '../../support/own-database.ts';
import { startTestRedis } from '../../support/redis.ts';
import {
  aContact,
  aDeal,
  aWorkspace,
  type TestDatabase,
  type TestWorkspace,
} from '../../support/test-crm.ts';

let now = new Date('2026-03-02T12:00:00.000Z');
let db: TestDatabase;
let home: TestWorkspace;
let transport: InProcessTransport;
let relay: RunningRelay;
const told: Array<{ userId: string; notification: Notification }> = [];
const notify = (_workspaceId: string, userId: string, notification: Notification) =>
  void told.push({ userId, notification });

beforeAll(async () => {
  db = await openOwnDatabase({ now: () => now });
  transport = new InProcessTransport({
    deadLetters: mongoDeadLetters(db.database.connection),
    retryDelaysMs: [10],
  });
  relay = startRelay(db.crm, transport);
  await startJobs({ crm: db.crm, transport, notify });
});
afterAll(async () => {
  await relay.stop();
  await transport.close();
  await db.close();
});
beforeEach(async () => {
  home = await aWorkspace(db.crm);
  await settle();
  told.length = 0;
});

const settle = () => relay.relay.drain(10_000);

describe('notifications', () => {
  it('tell a person of a task that somebody else gave them, once', async () => {
    const carlos = await home.member('Carlos Diaz');
    const task = await db.crm.records(Task).create(home.scope, {
      title: 'Call Ada',
      assigneeId: carlos.actor.id,
      dueAt: new Date('2026-03-03T09:00:00.000Z'),
    });
    await db.crm.records(Task).create(home.scope, { title: 'My own', assigneeId: home.scope.actor.id });
    await settle();
    expect(told).toEqual([
      {
        userId: carlos.actor.id,
        notification: {
          id: expect.any(String),
          title: 'Sam Rivera assigned you a task: Call Ada',
          body: 'Due Tue 3 Mar 2026, 10:00 AM',
          entity: 'task',
          recordId: task.id,
          at: now.toISOString(),
        },
      },
    ]);
  });

  it('tell the owner that a deal is theirs, and that somebody won it', async () => {
    const carlos = await home.member('Carlos Diaz');
    const deal = await aDeal(db.crm, home.scope, { amountMinor: 1_200_000 });
    await db.crm.records(Opportunity).update(home.scope, deal.id, { ownerId: carlos.actor.id });
    await db.crm.records(Opportunity).update(home.scope, deal.id, { status: 'won' });
    await settle();
    expect(told.map(({ userId, notification }) => [userId, notification.title, notification.body])).toEqual([
      [carlos.actor.id, 'Sam Rivera made you the owner of the deal Northwind rollout', undefined],
      [carlos.actor.id, 'Sam Rivera marked Northwind rollout as won', '$12,000'],
    ]);
    told.length = 0;
    await db.crm.records(Opportunity).update(carlos, deal.id, { status: 'lost' });
    await settle();
    expect(told).toEqual([]);
  });

  it('are sent once when the event is delivered several times', async () => {
    const carlos = await home.member('Carlos Diaz');
    const contact = await aContact(db.crm, home.scope);
    await settle();
    const event = anEvent({
      type: 'contact.owner_changed',
      workspaceId: home.workspaceId,
      recordId: contact.id,
      after: { ownerId: carlos.actor.id },
    });
    const handle = onCrmEvent({ crm: db.crm, notify }, transport);
    await Promise.all([handle(event), handle(event), handle(event)]);
    await handle(event);
    expect(told).toHaveLength(1);
  });

  it('reach the processes that people are connected to over Redis', async () => {
    const redis = await startTestRedis();
    const [jobsSide, botSide] = [redisNotificationBus(redis.url), redisNotificationBus(redis.url)];
    const shown: unknown[] = [];
    await botSide.subscribe((...args) => void shown.push(args));
    const notification = { id: 'n1', title: 'Hello', at: now.toISOString() };
    await jobsSide.publish('w1', 'u1', notification);
    await vi.waitFor(() => expect(shown).toEqual([['w1', 'u1', notification]]));
    jobsSide.close();
    botSide.close();
    await redis.stop();
  });
});

describe('an effect that happens once', () => {
  it('is tried again after an error, and not after a success', async () => {
    const key = `test-${home.workspaceId}`;
    await expect(once(db.crm, key, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    let runs = 0;
    await Promise.all([1, 2, 3].map(() => once(db.crm, key, () => void runs++)));
    expect(runs).toBe(1);
  });

  it('is taken over a minute after the process that began it died', async () => {
    const effects = db.database.connection.collection<{ _id: string }>('effects');
    const key = `died-${home.workspaceId}`;
    await effects.insertOne({ _id: key, state: 'begun', at: new Date() } as never);
    let runs = 0;
    await once(db.crm, key, () => void runs++);
    expect(runs).toBe(0);
    await effects.updateOne({ _id: key }, { $set: { at: new Date(Date.now() - 61_000) } });
    await once(db.crm, key, () => void runs++);
    expect(runs).toBe(1);
  });
});

describe('reminders', () => {
  const remind = () => sendDueReminders.run({ crm: db.crm, notify });
  const aTask = (values: object) =>
    db.crm
      .records(Task)
      .create(home.scope, { title: 'Call Ada', assigneeId: home.scope.actor.id, ...values });
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

  it('are sent once when their time has come, even by two processes at the same time', async () => {
    const task = await aTask({ remindAt: at(-1), dueAt: at(60) });
    await aTask({ title: 'Later', remindAt: at(1) });
    await aTask({ title: 'Done', remindAt: at(-1), status: 'completed' });
    await settle();
    told.length = 0;
    await Promise.all([remind(), remind(), remind()]);
    await remind();
    expect(told.map(({ userId, notification }) => [userId, notification.title, notification.body])).toEqual([
      [home.scope.actor.id, 'Reminder: Call Ada', 'Due Mon 2 Mar 2026, 2:00 PM'],
    ]);
    expect((await db.crm.records(Task).get(home.scope, task.id)).version).toBe(1);
  });

  it('are sent when a task without one falls due, but not for what was due long ago', async () => {
    await aTask({ dueAt: at(-1) });
    await aTask({ title: 'Old', dueAt: at(-60 * 24) });
    await remind();
    expect(told.map(({ notification }) => notification.title)).toEqual(['Reminder: Call Ada']);
  });

  it('are sent again when they have been moved', async () => {
    const task = await aTask({ remindAt: at(-1) });
    await remind();
    await db.crm.records(Task).update(home.scope, task.id, { remindAt: at(10) });
    await remind();
    expect(told).toHaveLength(1);
    now = at(11);
    await remind();
    await remind();
    const own = told.filter(({ userId }) => userId === home.scope.actor.id);
    expect(own).toHaveLength(2);
    expect(new Set(own.map(({ notification }) => notification.id)).size).toBe(2);
  });
});

describe('proposals', () => {
  it('expire when nobody decided in time', async () => {
    const approvals = db.crm.records(Approval);
    const make = (expiresAt: Date, status: 'pending' | 'executed') =>
      approvals.create(home.system, {
        tool: 'delete_contacts',
        agent: 'contactAgent',
        args: {},
        argsHash: 'x',
        title: 'Delete 2 contacts',
        preview: { count: 2, sample: [] },
        deciders: [home.scope.actor.id],
        status,
        turnId: 't1',
        expiresAt,
      });
    const [late, open, done] = await Promise.all([
      make(new Date(now.getTime() - 1), 'pending'),
      make(new Date(now.getTime() + 60_000), 'pending'),
      make(new Date(now.getTime() - 1), 'executed'),
    ]);
    await expireApprovals.run({ crm: db.crm, notify });
    const status = async (id: string) => (await approvals.get(home.system, id)).status;
    expect([await status(late.id), await status(open.id), await status(done.id)]).toEqual([
      'expired',
      'pending',
      'executed',
    ]);
  });
});

describe('the whole way', () => {
  it('a write comes into the timeline by itself and nothing is left over or in a loop', async () => {
    const contact = await aContact(db.crm, home.scope);
    await db.crm.records(Contact).update(home.scope, contact.id, { city: 'Lisbon' });
    await settle();
    await settle();
    const activities = await db.crm.store.model('activity').countDocuments({ contactId: contact.id });
    expect(activities).toBe(2);
    expect(await db.crm.store.model('activity').countDocuments({ outbox: { $exists: true } })).toBe(0);
    expect(await transport.deadLetters(10)).toEqual([]);
  });
});

it('the jobs have distinct names', () => {
  expect(new Set(jobs.map((job) => job.name)).size).toBe(jobs.length);
});

it('the jobs as a process of their own end with a sentence when their Redis is not there', async () => {
  const main = fileURLToPath(new URL('../../../jobs/src/main.ts', import.meta.url));
  const env = {
    ...process.env,
    MONGODB_URI: ownUri(),
    REDIS_URL: 'redis://127.0.0.1:1',
    LOG_LEVEL: 'silent',
  };
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect(code).toBe(1);
  expect(said).toBe(
    'The jobs could not start. The Redis server that REDIS_URL names does not answer. Is it running?\n',
  );
});
