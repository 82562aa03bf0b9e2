import { spawn } from 'node:child_process';
import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { Notice, UNREAD } from '@clianta/crm-core/conversations/notice/notice.schema';
import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { Pipeline } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import { PipelineAlert } from '@clianta/crm-core/crm/pipeline-alert/pipeline-alert.schema';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { newId } from '@clianta/crm-core/entity/ids';
import type { Scope } from '@clianta/crm-core/entity/scope';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import { mongoDeadLetters } from '@clianta/crm-core/events/dead-letters';
import type { Notification } from '@clianta/crm-core/events/notification.schema';
import { type RunningRelay, startRelay } from '@clianta/crm-core/events/relay';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { setPassword } from '@clianta/crm-core/workspace/credentials';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { expireApprovals } from '@clianta/jobs/jobs/expire-approvals.job';
import { planReminders } from '@clianta/jobs/jobs/plan-reminders.job';
import { scheduledJobs, waitingJobs } from '@clianta/jobs/registry';
import { type RunningJobs, startJobs } from '@clianta/jobs/start';
import { onCrmEvent } from '@clianta/jobs/subscribers/on-crm-event';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anEvent } from '../../support/events.ts';
import { openOwnDatabase, ownUri } from '../../support/own-database.ts';
import { program } from '../../support/program.ts';
import { sourceFiles } from '../../support/source-files.ts';
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
let running: RunningJobs;
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
  running = await startJobs({ crm: db.crm, transport, notify });
});
afterAll(async () => {
  await running.stop();
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
    await db.crm.records(Opportunity).update(carlos, deal.id, { status: 'lost', lossReason: 'Price' });
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
});

describe('notices', () => {
  const unreadOf = async (scope: Scope) =>
    (await db.crm.records(Notice).find(scope, { where: UNREAD })).records;

  it('wait until they are seen by the person they are for, and by nobody else', async () => {
    const carlos = await home.member('Carlos Diaz', 'viewer');
    await db.crm.records(Task).create(home.scope, { title: 'Call Ada', assigneeId: carlos.actor.id });
    await settle();
    const [notice, ...others] = await unreadOf(carlos);
    expect(others).toEqual([]);
    expect(notice).toMatchObject({
      kind: 'assigned',
      title: 'Sam Rivera assigned you a task: Call Ada',
      entity: 'task',
    });
    expect(notice).not.toHaveProperty('key');
    expect(await unreadOf(home.scope)).toEqual([]);
    const id = notice?.id ?? '';
    const notices = db.crm.records(Notice);
    await expect(notices.update(home.scope, id, { state: 'read' })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(notices.update(carlos, id, { title: 'Nothing' })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await notices.update(carlos, id, { state: 'read' });
    expect(await unreadOf(carlos)).toEqual([]);
  });

  it('tell a person of changes of their account and rights, their own among them', async () => {
    const carlos = await home.member('Carlos Diaz', 'member');
    const [member] = (
      await db.crm.records(TeamMember).find(home.scope, {
        where: [{ field: 'userId', op: 'eq', value: carlos.actor.id }],
      })
    ).records;
    await db.crm.records(TeamMember).update(home.scope, member?.id ?? '', { role: 'viewer' });
    const user = await db.crm.store.model('user').findOne({ _id: carlos.actor.id }).lean();
    await setPassword(db.crm, user as never, 'another long password');
    await settle();
    expect((await unreadOf(carlos)).map(({ title, urgency }) => `${title} (${urgency})`).sort()).toEqual([
      'Your password was changed (critical)',
      'Your role is now viewer (critical)',
    ]);
  });

  it('are made by Clianta only', async () => {
    await expect(
      db.crm.records(Notice).create(home.scope, {
        userId: home.scope.actor.id,
        kind: 'reminder',
        title: 'Mine',
        at: now,
        key: 'x',
      }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('channels that are told of a pipeline', () => {
  it('are told of each deal, of those that end where only these are wanted, and of many at once', async () => {
    const alerts = db.crm.records(PipelineAlert);
    const { pipelineId } = home;
    const at = { pipelineId, channel: 'slack', address: {} };
    await alerts.create(home.system, { ...at, threadId: 'all' });
    await alerts.create(home.system, { ...at, threadId: 'ends', what: 'ends' });
    const deals = db.crm.records(Opportunity);
    const stages = (await db.crm.records(Pipeline).get(home.scope, pipelineId)).stages;
    const stageId = (name: string) => stages.find((stage) => stage.name === name)?.id;
    const deal = await deals.create(home.scope, { title: 'Big one', pipelineId, amountMinor: 1_200_000 });
    await deals.update(home.scope, deal.id, { stageId: stageId('Proposal') });
    await deals.update(home.scope, deal.id, { status: 'lost', lossReason: 'price' });
    await settle();
    const waiting = await db.crm.work.list(home.workspaceId, { states: ['waiting'], limit: 20 });
    const { records } = await alerts.find(home.system, { sort: 'threadId' });
    const told = (threadId: string) => {
      const alertId = records.find((one) => one.threadId === threadId)?.id;
      return waiting.filter((job) => job.data.alertId === alertId).map((job) => job.data.text);
    };
    expect(told('all').sort()).toEqual([
      'Sam Rivera added **Big one** ($12,000).',
      'Sam Rivera lost **Big one** ($12,000): price.',
      'Sam Rivera moved **Big one** ($12,000) to Proposal.',
    ]);
    expect(told('ends')).toEqual(['Sam Rivera lost **Big one** ($12,000): price.']);
  });
});

describe('reminders', () => {
  const remind = () => running.worker.settle();
  const tasks = () => db.crm.records(Task);
  const aTask = (values: object) =>
    tasks().create(home.scope, { title: 'Call Ada', assigneeId: home.scope.actor.id, ...values });
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
  const own = () => told.filter(({ userId }) => userId === home.scope.actor.id);
  const planned = async () =>
    (await db.crm.work.list(home.workspaceId, { states: ['waiting'], limit: 10 })).map((job) =>
      job.at.toISOString(),
    );

  it('are given once when their time has come', async () => {
    const task = await aTask({ remindAt: at(1), dueAt: at(60) });
    await aTask({ title: 'Later', remindAt: at(10) });
    await settle();
    await remind();
    expect(own()).toEqual([]);
    now = at(2);
    await remind();
    await remind();
    expect(own().map(({ userId, notification }) => [userId, notification.title, notification.body])).toEqual([
      [home.scope.actor.id, 'Reminder: Call Ada', 'Due Mon 2 Mar 2026, 2:00 PM'],
    ]);
    expect((await tasks().get(home.scope, task.id)).version).toBe(1);
  });

  it('are given when a task without one falls due, but not for what was due long ago', async () => {
    await aTask({ dueAt: at(-1) });
    await aTask({ title: 'Old', dueAt: at(-60 * 24) });
    await settle();
    await remind();
    expect(own().map(({ notification }) => notification.title)).toEqual(['Reminder: Call Ada']);
  });

  it('are given again when they have been moved, and not when that is undone', async () => {
    const task = await aTask({ remindAt: at(-1) });
    await settle();
    await remind();
    const groupId = newId();
    await tasks().update({ ...home.scope, groupId }, task.id, { remindAt: at(10) });
    await settle();
    await remind();
    expect(own()).toHaveLength(1);
    await undoGroup(db.crm, home.scope, groupId, now);
    await settle();
    now = at(11);
    await remind();
    expect(own()).toHaveLength(1);
    await tasks().update(home.scope, task.id, { remindAt: at(10) });
    await settle();
    now = at(11);
    await remind();
    expect(own()).toHaveLength(2);
    expect(new Set(own().map(({ notification }) => notification.id)).size).toBe(2);
  });

  it('follow their task: moved with it, not given once it is done or gone, there again after an undo', async () => {
    const task = await aTask({ remindAt: at(30), dueAt: at(60) });
    await settle();
    expect(await planned()).toEqual([at(30).toISOString()]);
    await tasks().update(home.scope, task.id, { dueAt: at(120) });
    await settle();
    expect(await planned()).toEqual([at(90).toISOString()]);
    const groupId = newId();
    await tasks().update({ ...home.scope, groupId }, task.id, { status: 'completed' });
    await settle();
    expect(await planned()).toEqual([]);
    await undoGroup(db.crm, home.scope, groupId, now);
    await settle();
    expect(await planned()).toEqual([at(90).toISOString()]);
    await tasks().delete(home.scope, task.id);
    await settle();
    expect(await planned()).toEqual([]);
    await tasks().restore(home.scope, task.id);
    await settle();
    expect(await planned()).toEqual([at(90).toISOString()]);
  });

  it('are planned for tasks that no event told of', async () => {
    const task = await aTask({ remindAt: at(30) });
    await settle();
    await db.database.connection.collection('waitingJobs').deleteMany({ workspaceId: home.workspaceId });
    await planReminders.run({ crm: db.crm, notify });
    await planReminders.run({ crm: db.crm, notify });
    const waiting = await db.crm.work.list(home.workspaceId, { states: ['waiting'], limit: 10 });
    expect(waiting).toMatchObject([{ key: task.id, at: at(30) }]);
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

it('the registry has every job on disk, under its file name', () => {
  const names = [...scheduledJobs, ...waitingJobs].map((job) => job.name.replaceAll('_', '-'));
  const onDisk = sourceFiles('jobs/src/jobs').map(({ path }) => path.replace(/.*\/|\.job\.ts$/g, ''));
  expect(names.sort()).toEqual(onDisk.sort());
});

it('the jobs as a process of their own end with a sentence when their Redis is not there', async () => {
  const env = {
    ...process.env,
    MONGODB_URI: ownUri(),
    REDIS_URL: 'redis://127.0.0.1:1',
    LOG_LEVEL: 'silent',
  };
  const child = spawn(process.execPath, [program('jobs')], {
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
