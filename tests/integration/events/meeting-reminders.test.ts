import { BusyDays } from '@clianta/crm-core/calendar/busy-days';
import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { cancelEvent, moveEvent, scheduleEvent } from '@clianta/crm-core/calendar/change-event';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { waitingJobs } from '@clianta/crm-core/work/waiting-job';
import { remindMeeting } from '@clianta/jobs/jobs/remind-meeting.job';
import { followMeeting } from '@clianta/jobs/subscribers/follow-meeting';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import type { TestDatabase, TestWorkspace } from '../../support/test-crm.ts';

const NOW = new Date('2026-10-23T06:00:00Z');
let now = NOW;
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => now });
it.beforeEach(() => {
  now = NOW;
});

type World = { db: TestDatabase; home: TestWorkspace };
const at = (text: string) => new Date(text);

const meeting = (home: TestWorkspace, given: object = {}) => ({
  title: 'Demo with Jane',
  ownerId: home.scope.actor.id,
  zone: 'Europe/Berlin',
  startAt: at('2026-10-23T09:00:00Z'),
  endAt: at('2026-10-23T10:00:00Z'),
  ...given,
});

const follow = ({ db, home }: World, recordId: string, type = 'meeting.updated') =>
  followMeeting(
    { crm: db.crm, notify: () => undefined } as never,
    {
      id: `${recordId}-${type}-${now.getTime()}`,
      type,
      workspaceId: home.workspaceId,
      entity: CalendarEvent.name,
      recordId,
      actor: { type: 'user', id: home.scope.actor.id, name: 'Sam' },
      at: now,
    } as DomainEvent,
  );

const waiting = async ({ db, home }: World) =>
  (
    await waitingJobs(db.database.connection)
      .find({ workspaceId: home.workspaceId, job: remindMeeting.name, state: 'waiting' })
      .toArray()
  ).map((job) => ({ at: job.at.toISOString(), data: job.data }));

const run = ({ db, home }: World, data: object) =>
  remindMeeting.run(
    { crm: db.crm, notify: () => undefined, workspaceId: home.workspaceId, scope: home.system } as never,
    remindMeeting.data.parse(data) as never,
  );
const told = async ({ db, home }: World) =>
  (await db.crm.records(Notice).find(home.scope, { limit: 20 })).records.map(({ title }) => title);

describe('the reminder of a meeting', () => {
  it('is given ten minutes before, and not for a time that it was moved from', async ({ db, home }) => {
    const world = { db, home };
    const event = await scheduleEvent(db.crm, home.scope, meeting(home));
    await follow(world, event.id);
    const [first] = await waiting(world);
    expect(first?.at).toBe('2026-10-23T08:50:00.000Z');
    const moved = await moveEvent(db.crm, home.scope, event, {
      startAt: at('2026-10-26T09:00:00Z'),
      endAt: at('2026-10-26T10:00:00Z'),
    });
    now = at('2026-10-23T08:50:00Z');
    await run(world, first?.data ?? {});
    expect(await told(world)).toEqual([]);
    await follow(world, event.id);
    const [second, ...others] = await waiting(world);
    expect([second?.at, others]).toEqual(['2026-10-26T08:50:00.000Z', []]);
    now = at('2026-10-26T08:50:00Z');
    await run(world, second?.data ?? {});
    await run(world, second?.data ?? {});
    expect(await told(world)).toEqual(['Demo with Jane begins at 10:00 AM']);
    expect(moved.sequence).toBe(1);
  });

  it('is not given once it was cancelled or has begun', async ({ db, home }) => {
    const world = { db, home };
    const event = await scheduleEvent(db.crm, home.scope, meeting(home));
    await follow(world, event.id);
    const [order] = await waiting(world);
    now = at('2026-10-23T09:00:00Z');
    await run(world, order?.data ?? {});
    now = at('2026-10-23T08:55:00Z');
    await cancelEvent(db.crm, home.scope, event, undefined);
    await run(world, order?.data ?? {});
    await follow(world, event.id);
    expect([await waiting(world), await told(world)]).toEqual([[], []]);
  });

  it('of a series waits for the next one, on the clock of the wall', async ({ db, home }) => {
    const world = { db, home };
    const event = await scheduleEvent(db.crm, home.scope, meeting(home, { rrule: 'FREQ=DAILY' }));
    await follow(world, event.id);
    now = at('2026-10-24T09:00:00Z');
    await follow(world, event.id);
    expect((await waiting(world)).map((job) => job.at)).toEqual(['2026-10-25T09:50:00.000Z']);
  });
});

it('a meeting in the trash gives its time up, and takes it again when it comes back', async ({
  db,
  home,
}) => {
  const world = { db, home };
  const event = await scheduleEvent(db.crm, home.scope, meeting(home));
  const events = db.crm.records(CalendarEvent);
  const taken = async () => {
    const within = { from: event.startAt.getTime(), to: event.endAt.getTime() };
    const found = await new BusyDays(db.crm).taken(home.workspaceId, [home.scope.actor.id], within);
    return found.get(home.scope.actor.id)?.length;
  };
  expect(await taken()).toBe(1);
  await events.delete(home.scope, event.id);
  await follow(world, event.id, 'meeting.deleted');
  expect(await taken()).toBe(0);
  await events.restore(home.scope, event.id);
  await follow(world, event.id, 'meeting.restored');
  expect(await taken()).toBe(1);
});
