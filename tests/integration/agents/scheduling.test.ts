import { Readable } from 'node:stream';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import { MeetingScheduler } from '@clianta/crm-core/calendar/booking-link/meeting-scheduler.schema';
import {
  CalendarEvent,
  type CalendarEventRecord,
} from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { scheduleEvent } from '@clianta/crm-core/calendar/change-event';
import { Task } from '@clianta/crm-core/crm/task/task.schema';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { describe, expect } from 'vitest';
import { crmTest } from '../../support/fixtures.ts';
import { aCompany, aContact, type TestDatabase, type TestWorkspace } from '../../support/test-crm.ts';

/** The Wednesday before Europe's clocks go back, 10:00 in Berlin. */
const NOW = new Date('2026-10-21T08:00:00Z');
const it = crmTest.extend('crmOptions', { scope: 'file' }, { now: () => NOW });

type World = { db: Pick<TestDatabase, 'crm'>; home: TestWorkspace };

const eventsOf = async ({ db, home }: World): Promise<CalendarEventRecord[]> =>
  (await db.crm.records(CalendarEvent).find(home.scope, { sort: 'startAt', limit: 50 })).records;

const theEvent = async (world: World): Promise<CalendarEventRecord> => {
  const [event, ...others] = await eventsOf(world);
  if (!event || others.length > 0) throw new Error('there is not one event');
  return event;
};
const textOf = ({ reply }: TurnResult) => reply.text;
const iso = (event: CalendarEventRecord) => [event.startAt?.toISOString(), event.endAt?.toISOString()];
const optionsOf = ({ reply }: TurnResult) =>
  reply.cards.flatMap((card) => (card.type === 'choice' ? card.options.map(({ label }) => label) : []));

describe('meetings, said', () => {
  it.for([
    [
      'schedule a weekly meeting with Priya on Tuesdays at 10am',
      '2026-10-27T09:00:00.000Z',
      'FREQ=WEEKLY',
      60,
    ],
    ['schedule a meeting with Priya every Thursday at 14:00', '2026-10-22T12:00:00.000Z', 'FREQ=WEEKLY', 60],
    ['schedule a call with Priya on Friday at 3pm for 30 minutes', '2026-10-23T13:00:00.000Z', undefined, 30],
  ] as const)('“%s” is with her, at that time', async ([said, begins, rrule, minutes], { db, home, sam }) => {
    const priya = await home.member('Priya Nair');
    await sam.say(said);
    const event = await theEvent({ db, home });
    const [from, to] = [event.startAt, event.endAt].map((at) => at?.getTime() ?? 0);
    expect([event.startAt?.toISOString(), event.rrule, (Number(to) - Number(from)) / 60_000]).toEqual([
      begins,
      rrule,
      minutes,
    ]);
    expect(event.attendees.map(({ userId }) => userId)).toEqual([home.scope.actor.id, priya.actor.id]);
  });

  it('are found a time, lengthened, moved over the change of clocks and cancelled, as one meeting', async ({
    db,
    home,
    sam,
  }) => {
    const world = { db, home };
    const acme = await aCompany(db.crm, home.scope, { name: 'Acme' });
    const jane = await aContact(db.crm, home.scope, {
      name: 'Jane Moss',
      email: 'jane@acme.example',
      companyId: acme.id,
      timeZone: 'America/New_York',
    });
    const offered = await sam.say('A 30 minute demo with Acme next week');
    expect(optionsOf(offered)).toHaveLength(3);
    expect(await eventsOf(world)).toEqual([]);
    const chosen = await sam.say('The second one');
    expect(textOf(chosen)).toContain('Scheduled **Demo with Jane Moss**');
    expect(textOf(chosen)).toContain('Nothing was mailed');
    expect(chosen.reply.cards.map(({ type }) => type)).toContain('file');
    const made = await theEvent(world);
    // nine in Berlin, in winter by then
    expect(iso(made)).toEqual(['2026-10-27T08:00:00.000Z', '2026-10-27T08:30:00.000Z']);
    expect(made).toMatchObject({ companyId: acme.id, contactIds: [jane.id], sequence: 0 });
    await sam.say('Make it an hour');
    expect(iso(await theEvent(world))).toEqual(['2026-10-27T08:00:00.000Z', '2026-10-27T09:00:00.000Z']);
    await sam.say('11 her time');
    // New York is still in summer
    expect(iso(await theEvent(world))).toEqual(['2026-10-27T15:00:00.000Z', '2026-10-27T16:00:00.000Z']);
    await sam.say('Move it to Friday');
    const moved = await theEvent(world);
    expect(iso(moved)).toEqual(['2026-10-23T14:00:00.000Z', '2026-10-23T15:00:00.000Z']);
    expect(moved).toMatchObject({ id: made.id, uid: made.uid, sequence: 3 });
    const cancelled = await sam.say('Cancel the demo with Jane');
    expect(textOf(cancelled)).toContain('Cancelled **Demo with Jane Moss**');
    expect(await theEvent(world)).toMatchObject({ status: 'cancelled', uid: made.uid, sequence: 4 });
    expect(await db.crm.records(Task).count(home.scope, {})).toBe(0);
  });

  it('ask who is meant where several work there, and keep the others as they were said', async ({
    db,
    home,
    sam,
  }) => {
    const acme = await aCompany(db.crm, home.scope, { name: 'Acme' });
    await aContact(db.crm, home.scope, { name: 'Jane Moss', companyId: acme.id });
    const tom = await aContact(db.crm, home.scope, { name: 'Tom Field', companyId: acme.id });
    const asked = await sam.say('schedule a call with Acme tomorrow at 15:00');
    expect(textOf(asked)).toContain('Who of Acme?');
    await sam.say('Tom');
    expect(await theEvent({ db, home })).toMatchObject({
      title: 'Call with Tom Field',
      contactIds: [tom.id],
    });
  });

  it('warn of what is there already, and never write to nobody', async ({ db, home, sam }) => {
    const world = { db, home };
    await aContact(db.crm, home.scope, { name: 'Jane Moss' });
    await aContact(db.crm, home.scope, { name: 'Tom Field' });
    await sam.say('book a call with Jane on Friday at 15:00');
    const second = await sam.say('book a demo with Tom on Friday at 15:30');
    expect(textOf(second)).toContain('Mind that you have “Call with Jane Moss” at that time');
    expect(await eventsOf(world)).toHaveLength(2);
    expect(JSON.stringify((await sam.call('day_agenda', { day: '2026-10-23' })).reply)).toMatch(
      /2 meetings.*Call with Jane Moss/,
    );
    const nobody = await sam.say('book a meeting with the quick brown fox on Friday at 9');
    expect(await eventsOf(world)).toHaveLength(2);
    expect(textOf(nobody)).not.toContain('Scheduled');
  });

  it('ask which one when two fit, and whether one or all of a series are meant', async ({
    db,
    home,
    sam,
  }) => {
    const world = { db, home };
    await home.member('Ben Oak');
    const event = (title: string, given: object = {}) =>
      scheduleEvent(db.crm, home.scope, {
        title,
        ownerId: home.scope.actor.id,
        zone: 'Europe/Berlin',
        startAt: new Date('2026-10-21T13:00:00Z'),
        endAt: new Date('2026-10-21T14:00:00Z'),
        ...given,
      });
    await event('Review');
    const [first, second] = [
      await event('Interview'),
      await event('Weekly with Ben Oak', {
        rrule: 'FREQ=WEEKLY',
        startAt: new Date('2026-10-22T07:00:00Z'),
        endAt: new Date('2026-10-22T07:30:00Z'),
      }),
    ];
    const asked = await sam.say("Move my 3 o'clock to Friday");
    expect(optionsOf(asked).toSorted()).toEqual(['Interview', 'Review']);
    await sam.say('Interview');
    expect((await db.crm.records(CalendarEvent).get(home.scope, first.id)).startAt).toEqual(
      new Date('2026-10-23T13:00:00Z'),
    );
    const series = await sam.say('Cancel the weekly with Ben');
    expect(optionsOf(series)).toEqual(['Only this one', 'This and all after it', 'All of them']);
    await sam.say('Only this one');
    const kept = await db.crm.records(CalendarEvent).get(home.scope, second.id);
    expect(kept).toMatchObject({ status: 'confirmed', exDates: [new Date('2026-10-22T07:00:00Z')] });
    const all = await sam.say('cancel everything tomorrow');
    expect(textOf(all)).not.toContain('Cancelled 2');
    expect((await eventsOf(world)).filter(({ status }) => status === 'cancelled')).toEqual([]);
  });

  it('of others that are private are only seen as busy; free is said within working hours', async ({
    db,
    home,
    sam,
  }) => {
    const akira = await home.member('Akira Sato');
    const member = await db.crm.records(TeamMember).findOne(home.scope, { userId: akira.actor.id });
    await db.crm.records(TeamMember).update(home.scope, member?.id ?? '', {
      hours: [4].map((day) => ({ day, from: '10:00', to: '14:00' })),
    });
    await scheduleEvent(db.crm, akira, {
      title: 'Dentist',
      ownerId: akira.actor.id,
      isShared: false,
      startAt: new Date('2026-10-22T10:00:00Z'),
      endAt: new Date('2026-10-22T11:00:00Z'),
    });
    const free = await sam.say('Is Akira free tomorrow?');
    expect(textOf(free)).toMatch(/10:00 AM to 12:00 PM[\s\S]*1:00 PM to 2:00 PM/);
    const calendar = await sam.say("show Akira's calendar tomorrow");
    expect(textOf(calendar)).toContain('1 time is taken by what is private');
    expect(JSON.stringify(calendar)).not.toContain('Dentist');
    expect(textOf(await sam.say('Is Akira free on Friday?'))).toContain('does not work then');
  });

  it('make booking links whose rules are read back, and refuse rules that are none', async ({
    db,
    home,
    sam,
  }) => {
    const made = await sam.say('A link for 20 minute calls, four a day, not Mondays');
    expect(textOf(made)).toMatch(/20 minutes[\s\S]*Tue to Fri 9:00 to 17:00[\s\S]*At most 4 a day/);
    const { records } = await db.crm.records(MeetingScheduler).find(home.scope, { limit: 5 });
    expect(records).toMatchObject([{ minutes: [20], perDay: 4, hostIds: [home.scope.actor.id] }]);
    expect(textOf(await sam.say('my booking link'))).toContain(`/book/${records[0]?.slug}`);
    await sam.say('no bookings on Fridays');
    await sam.say('set a buffer of 15 minutes');
    const changed = await db.crm.records(MeetingScheduler).get(home.scope, records[0]?.id ?? '');
    expect(changed).toMatchObject({ minutes: [20], perDay: 4, bufferBeforeMin: 15, bufferAfterMin: 15 });
    expect(changed.hours?.map(({ day }) => day)).toEqual([2, 3, 4]);
    await sam.say('turn off my booking link');
    expect(await db.crm.records(MeetingScheduler).get(home.scope, records[0]?.id ?? '')).toMatchObject({
      isOn: false,
    });
  });

  it('bring in a calendar file once it is approved, for their own eyes, and never twice', async ({
    db,
    home,
    sam,
  }) => {
    const event = (uid: string, ...lines: string[]) => ['BEGIN:VEVENT', `UID:${uid}`, ...lines, 'END:VEVENT'];
    const file = [
      'BEGIN:VCALENDAR',
      ...event('a', 'SUMMARY:Board', 'DTSTART:20261026T090000Z', 'DTEND:20261026T100000Z'),
      ...event('b', 'SUMMARY:Away', 'DTSTART;VALUE=DATE:20261027', 'DTEND;VALUE=DATE:20261028'),
      'END:VCALENDAR',
    ].join('\r\n');
    await db.crm.files.save(home.scope, {
      name: 'old.ics',
      stream: Readable.from([Buffer.from(file)]),
      conversationId: sam.conversationId,
    });
    for (const added of [2, 0]) {
      const asked = await sam.say('import my calendar file');
      const approval = asked.reply.cards.find((card) => card.type === 'approval');
      expect(approval).toMatchObject({ title: 'Bring 2 events of old.ics into your calendar' });
      const done = await sam.decide(approval?.type === 'approval' ? approval.approvalId : '', 'approve');
      expect(textOf(done)).toContain(`Brought ${added} events into your calendar`);
    }
    expect(await eventsOf({ db, home })).toMatchObject([
      { title: 'Board', isShared: false, source: 'ics', outside: 'the file old.ics' },
      { title: 'Away', startDate: '2026-10-27', endDate: '2026-10-27' },
    ]);
    expect(textOf(await sam.say('When am I free on Tuesday?'))).toContain('Nothing is free');
  });
});
