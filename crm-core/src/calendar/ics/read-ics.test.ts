import { describe, expect, it } from 'vitest';
import { eventsOf, zoneCalled } from './ics-values.ts';
import { readIcs } from './read-ics.ts';

const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
const event = (uid: string, ...lines: string[]) => ['BEGIN:VEVENT', `UID:${uid}`, ...lines, 'END:VEVENT'];
const read = async (...lines: string[]) =>
  eventsOf((await readIcs(calendar(...lines))).events, 'Europe/Berlin');

describe('a calendar file', () => {
  it('has its times on the clock that it names: IANA, by Windows, UTC, or its own', async () => {
    const { events, refused } = await read(
      ...event('a', 'DTSTART;TZID=America/New_York:20261020T090000', 'DURATION:PT45M', 'SUMMARY:A'),
      ...event(
        'b',
        'DTSTART;TZID=W. Europe Standard Time:20261020T090000',
        'DTEND;TZID=W. Europe Standard Time:20261020T100000',
      ),
      ...event('c', 'DTSTART:20261020T090000Z', 'DTEND:20261020T093000Z', 'TRANSP:TRANSPARENT'),
      ...event('d', 'DTSTART:20261020T090000', 'DTEND:20261020T093000'),
      ...event('e', 'DTSTART;TZID=Middle Earth:20261020T090000', 'SUMMARY:Second breakfast'),
    );
    expect(events.map(({ uid, startAt, showAs }) => [uid, startAt?.toISOString(), showAs])).toEqual([
      ['a', '2026-10-20T13:00:00.000Z', 'busy'],
      ['b', '2026-10-20T07:00:00.000Z', 'busy'],
      ['c', '2026-10-20T09:00:00.000Z', 'free'],
      ['d', '2026-10-20T07:00:00.000Z', 'busy'],
    ]);
    expect(events[0]?.endAt?.toISOString()).toBe('2026-10-20T13:45:00.000Z');
    expect(refused).toEqual([{ title: 'Second breakfast', why: 'its time zone “Middle Earth” is unknown' }]);
    expect(zoneCalled('/freeassociation.sourceforge.net/Europe/Paris')).toBe('Europe/Paris');
  });

  it('has whole days without their excluded end, and no day that there is not', async () => {
    const { events, refused } = await read(
      ...event('a', 'DTSTART;VALUE=DATE:20261020', 'DTEND;VALUE=DATE:20261023'),
      ...event('b', 'DTSTART:20260230T100000Z', 'DTEND:20260230T110000Z', 'SUMMARY:Never'),
    );
    expect(events).toMatchObject([{ startDate: '2026-10-20', endDate: '2026-10-22' }]);
    expect(refused).toMatchObject([{ title: 'Never' }]);
  });

  it('puts what was moved or taken out to its series, and refuses rules of less than a day', async () => {
    const { events, refused } = await read(
      ...event(
        's',
        'DTSTART;TZID=Europe/Berlin:20261019T090000',
        'DURATION:PT30M',
        'RRULE:FREQ=WEEKLY',
        'EXDATE;TZID=Europe/Berlin:20261026T090000',
      ),
      ...event(
        's',
        'RECURRENCE-ID;TZID=Europe/Berlin:20261102T090000',
        'DTSTART;TZID=Europe/Berlin:20261103T100000',
        'DURATION:PT30M',
      ),
      ...event('h', 'DTSTART:20261019T090000Z', 'DURATION:PT5M', 'RRULE:FREQ=HOURLY', 'SUMMARY:Ping'),
    );
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      rrule: 'FREQ=WEEKLY',
      exDates: [new Date('2026-10-26T08:00:00Z')],
      overrides: [
        { originalAt: new Date('2026-11-02T08:00:00Z'), startAt: new Date('2026-11-03T09:00:00Z') },
      ],
    });
    expect(refused).toMatchObject([{ title: 'Ping' }]);
  });

  it('is refused in words when it is none, is damaged or has too much in it', async () => {
    await expect(readIcs('Dear Sam, see you on Friday')).rejects.toThrow(/damaged|no calendar file/);
    await expect(readIcs('BEGIN:VCALENDAR\r\nBEGIN:VEVENT')).rejects.toThrow(/damaged/);
    await expect(readIcs(`BEGIN:VCALENDAR${' '.repeat(6 * 1024 * 1024)}`)).rejects.toThrow(/5 MB/);
    const many = Array.from({ length: 10_001 }, (_, at) =>
      event(String(at), 'DTSTART:20261020T090000Z'),
    ).flat();
    await expect(readIcs(calendar(...many))).rejects.toThrow(/10,000/);
  });

  it('of five thousand events is read whole', async () => {
    const many = Array.from({ length: 5_000 }, (_, at) =>
      event(String(at), 'DTSTART:20261020T090000Z', 'DURATION:PT30M'),
    ).flat();
    const { events } = await read(...many);
    expect(events).toHaveLength(5_000);
  });
});
