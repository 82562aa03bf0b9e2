import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { bulkChange } from '@clianta/crm-core/entity/bulk';
import { newId } from '@clianta/crm-core/entity/ids';
import { undoGroup } from '@clianta/crm-core/entity/undo';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import type { Notification } from '@clianta/crm-core/events/notification.schema';
import { type RunningRelay, startRelay } from '@clianta/crm-core/events/relay';
import { InProcessTransport } from '@clianta/crm-core/events/transports/in-process';
import { UserAction } from '@clianta/crm-core/tracking/user-action/user-action.schema';
import { startWorker } from '@clianta/crm-core/work/start-worker';
import type { Worker } from '@clianta/crm-core/work/worker';
import { prepareNotices, takeNotices } from '@clianta/jobs/bulk-notices';
import type { JobContext } from '@clianta/jobs/job';
import { tellBulkChange } from '@clianta/jobs/jobs/tell-bulk-change.job';
import { onCrmEvent } from '@clianta/jobs/subscribers/on-crm-event';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { deadLettersInMemory } from '../../support/events.ts';
import { openOwnDatabase } from '../../support/own-database.ts';
import { aDeal, aWorkspace, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

let db: TestDatabase;
let home: TestWorkspace;
let relay: RunningRelay;
let transport: InProcessTransport;
const events: DomainEvent[] = [];
const told: Array<{ userId: string; notification: Notification }> = [];
let canShow = true;
const notify = async (_workspaceId: string, userId: string, notification: Notification) => {
  if (!canShow) throw new Error('Redis is away');
  told.push({ userId, notification });
};
const context = () => ({ crm: db.crm, notify });
let clockMs = 0;
const workers: Worker<JobContext>[] = [];

beforeAll(async () => {
  db = await openOwnDatabase({ now: () => new Date(Date.now() + clockMs) });
  transport = new InProcessTransport({ deadLetters: deadLettersInMemory(), retryDelaysMs: [10] });
  for (const queue of ['crm-workflow-bridge', 'crm-activity-log'] as const) {
    await transport.consume(queue, async () => {});
  }
  const handle = onCrmEvent(context(), transport);
  await transport.consume('crm-events', async (event) => {
    events.push(event);
    await handle(event);
  });
  await prepareNotices(db.crm);
  // two processes
  for (let i = 0; i < 2; i++) workers.push(await aWorker(context()));
  relay = startRelay(db.crm, transport);
});
afterAll(async () => {
  for (const worker of workers) await worker.stop();
  await relay.stop();
  await transport.close();
  await db.close();
});
beforeEach(async () => {
  home = await aWorkspace(db.crm);
  await relay.relay.drain(10_000);
  events.length = told.length = 0;
});

function aWorker(own: JobContext): Promise<Worker<JobContext>> {
  return startWorker(db.crm, {
    lane: 'jobs',
    jobs: [tellBulkChange],
    context: own,
    sweepEveryMs: 3_600_000,
  });
}

/** Does what is due now. */
async function work(): Promise<void> {
  await relay.relay.drain(10_000);
  await Promise.all(workers.map((worker) => worker.settle()));
}

/** Lets the quiet time pass that ends a change. */
async function later(): Promise<void> {
  await relay.relay.drain(10_000);
  clockMs += 10_000;
  await work();
}

const reassign = (ownerId: string, groupId = newId()) =>
  bulkChange(
    db.crm.records(Opportunity),
    { ...home.scope, groupId },
    {},
    {
      kind: 'update',
      patch: { ownerId },
    },
  );

it('tells of a bulk change once, while every record keeps its own audit entry and events', async () => {
  const carlos = await home.member('Carlos Diaz');
  for (let i = 0; i < 18; i++) await aDeal(db.crm, home.scope, { title: `Deal ${i}` });
  const { groupId } = await reassign(carlos.actor.id);
  await work();
  expect(told).toEqual([]);
  await later();
  expect(told).toEqual([
    {
      userId: carlos.actor.id,
      notification: {
        id: expect.any(String),
        title: 'Sam Rivera made you the owner of 18 deals',
        body: expect.stringMatching(/^Deal \d+, Deal \d+, Deal \d+ and 15 more$/),
        entity: 'opportunity',
        at: expect.any(String),
      },
    },
  ]);
  expect(events.filter((event) => event.type === 'deal.owner_changed')).toHaveLength(18);
  const audits = await db.crm
    .records(UserAction)
    .count(home.scope, { where: [{ field: 'groupId', op: 'eq', value: groupId }] });
  expect(audits).toBe(18);
});

it('says nothing more when the events come again, or to who did it', async () => {
  const carlos = await home.member('Carlos Diaz');
  await aDeal(db.crm, home.scope);
  await aDeal(db.crm, home.scope);
  await reassign(carlos.actor.id);
  await reassign(home.scope.actor.id);
  await later();
  for (const event of events) await onCrmEvent(context(), transport)(event);
  await later();
  expect(told.map(({ userId, notification }) => [userId, notification.title])).toEqual([
    [carlos.actor.id, 'Sam Rivera made you the owner of 2 deals'],
  ]);
});

it('tells at once of a change that touches one record, and once of an undo', async () => {
  const carlos = await home.member('Carlos Diaz');
  const deal = await aDeal(db.crm, home.scope, { ownerId: carlos.actor.id });
  await relay.relay.drain(10_000);
  const { groupId } = await reassign(home.scope.actor.id);
  await undoGroup(db.crm, home.scope, groupId);
  await relay.relay.drain(10_000);
  expect(told.map(({ notification }) => notification.recordId)).toEqual([deal.id]);
  await aDeal(db.crm, home.scope, { ownerId: carlos.actor.id });
  const many = await reassign(home.scope.actor.id);
  told.length = 0;
  await undoGroup(db.crm, home.scope, many.groupId);
  await later();
  expect(told.map(({ notification }) => notification.title)).toEqual([
    'Sam Rivera made you the owner of 2 deals',
  ]);
});

it('tells what a process that died had begun to tell', async () => {
  const carlos = await home.member('Carlos Diaz');
  await aDeal(db.crm, home.scope);
  await aDeal(db.crm, home.scope);
  await reassign(carlos.actor.id);
  await relay.relay.drain(10_000);
  const [job] = await db.crm.work.list(home.workspaceId, { states: ['waiting'], limit: 1 });
  const begun = await takeNotices(db.crm, String(job?.data.group), `work.${job?._id}.${job?.round}.0`);
  expect(begun).toHaveLength(2);
  await later();
  expect(told.map(({ notification }) => notification.title)).toEqual([
    'Sam Rivera made you the owner of 2 deals',
  ]);
});

it('keeps the notice when it cannot be shown now', async () => {
  const carlos = await home.member('Carlos Diaz');
  await aDeal(db.crm, home.scope);
  await aDeal(db.crm, home.scope);
  canShow = false;
  await reassign(carlos.actor.id);
  await later();
  canShow = true;
  await later();
  expect((await db.crm.records(Notice).find(carlos, {})).records).toMatchObject([
    { title: 'Sam Rivera made you the owner of 2 deals' },
  ]);
});
