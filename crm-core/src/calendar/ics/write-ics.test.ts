import { expect, it } from 'vitest';
import type { TimedEvent } from '../calendar-event/calendar-event.schema.ts';
import { feedFile, invitationOf } from './write-ics.ts';

const event = {
  title: 'Demo; with, marks',
  uid: 'one@clianta',
  sequence: 2,
  startAt: new Date('2026-10-20T07:00:00Z'),
  endAt: new Date('2026-10-20T07:30:00Z'),
  updatedAt: new Date('2026-10-01T00:00:00Z'),
  zone: 'Europe/Berlin',
  status: 'confirmed',
  exDates: [],
  overrides: [],
  attendees: [
    { name: 'Ada Quist', email: 'ada@quist.example', response: 'waiting' },
    { name: 'Sam', email: 'sam@team.example', response: 'accepted' },
  ],
} as unknown as TimedEvent;
const sam = { name: 'Sam', email: 'sam@team.example' };
const linesOf = (text: string) => text.replace(/\r\n[ \t]/g, '').split('\r\n');

it('an invitation names its times in UTC, its organiser, and how often it was changed', () => {
  const lines = linesOf(invitationOf(event, sam));
  expect(lines).toEqual(
    expect.arrayContaining([
      'METHOD:REQUEST',
      'UID:one@clianta',
      'SEQUENCE:2',
      'DTSTART:20261020T070000Z',
      'DTEND:20261020T073000Z',
      'SUMMARY:Demo\\; with\\, marks',
      'ORGANIZER;CN="Sam":mailto:sam@team.example',
    ]),
  );
  expect(lines.filter((line) => line.startsWith('ATTENDEE'))).toHaveLength(1);
});

it('a series is in its own zone, which comes along, and says what was taken out or moved', () => {
  const series = {
    ...event,
    rrule: 'FREQ=WEEKLY',
    exDates: [new Date('2026-10-27T08:00:00Z')],
    overrides: [
      {
        originalAt: new Date('2026-11-03T08:00:00Z'),
        startAt: new Date('2026-11-04T10:00:00Z'),
        endAt: new Date('2026-11-04T10:30:00Z'),
      },
    ],
  };
  const lines = linesOf(invitationOf(series, sam));
  expect(lines).toEqual(
    expect.arrayContaining([
      'BEGIN:VTIMEZONE',
      'DTSTART;TZID=Europe/Berlin:20261020T090000',
      'RRULE:FREQ=WEEKLY',
      'EXDATE;TZID=Europe/Berlin:20261027T090000,20261103T090000',
      'RDATE;TZID=Europe/Berlin:20261104T110000',
    ]),
  );
});

it('a cancelled one takes itself out of calendars, and whole days have no hours', () => {
  const off = { ...event, status: 'cancelled', startDate: '2026-10-20', endDate: '2026-10-21' } as TimedEvent;
  expect(linesOf(invitationOf(off, sam))).toEqual(
    expect.arrayContaining([
      'METHOD:CANCEL',
      'STATUS:CANCELLED',
      'DTSTART;VALUE=DATE:20261020',
      'DTEND;VALUE=DATE:20261022',
    ]),
  );
});

it('a feed asks nobody to come: who attends is words, and what is shown as free takes no time', () => {
  const off = {
    ...event,
    uid: 'two@clianta',
    title: 'Fair',
    startDate: '2026-10-20',
    showAs: 'free',
    attendees: [],
  };
  const series = { ...off, rrule: 'FREQ=YEARLY', exDates: [new Date('2027-10-19T22:00:00Z')] };
  const lines = linesOf(
    feedFile('Sam', [
      { event: { ...event, agenda: 'Prices' }, organiser: sam },
      { event: series as unknown as TimedEvent },
    ]),
  );
  expect(lines).toEqual(
    expect.arrayContaining([
      'METHOD:PUBLISH',
      'X-WR-CALNAME:Sam',
      'DESCRIPTION:With Ada Quist\\, Sam\\n\\nPrices',
      'TRANSP:OPAQUE',
      'TRANSP:TRANSPARENT',
      'EXDATE;VALUE=DATE:20271020',
    ]),
  );
  expect(lines.filter((line) => line.startsWith('ATTENDEE'))).toEqual([]);
});
