import type { Calendar } from '@clianta/crm-core/entity/calendar';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { tokenise } from '../../text/tokenise.ts';
import { readTimes } from './read-times.ts';

const berlin = DateTime.fromISO('2026-03-10T09:30', { zone: 'Europe/Berlin', locale: 'de-DE' });
const newYork = DateTime.fromISO('2026-03-05T09:30', { zone: 'America/New_York', locale: 'en-US' });

function read(text: string, now: DateTime, calendar?: Calendar): string {
  return readTimes(tokenise(text), now, calendar)
    .map(({ value }) => {
      if (value.kind === 'length') return `${value.amount}${value.unit}`;
      if (value.kind === 'impossible') return value.why;
      const form = value.hasTime ? "yyyy-MM-dd'T'HH:mm" : 'yyyy-MM-dd';
      return value.hasTime
        ? value.from.toFormat(form)
        : `${value.from.toFormat(form)}/${value.to.toFormat(form)}`;
    })
    .join(' ');
}

describe('readTimes', () => {
  it.each([
    ['tomorrow at 10', '2026-03-11T10:00'],
    ['at 3 tomorrow', '2026-03-11T15:00'],
    ['at 9', '2026-03-11T09:00'],
    ['at 3', '2026-03-10T15:00'],
    ['friday', '2026-03-13/2026-03-14'],
    ['next friday', '2026-03-20/2026-03-21'],
    ['Tuesday', '2026-03-17/2026-03-18'],
    ['monday next week', '2026-03-16/2026-03-17'],
    ['this quarter', '2026-01-01/2026-04-01'],
    ['last quarter', '2025-10-01/2026-01-01'],
    ['Q4', '2026-10-01/2027-01-01'],
    ['Q1 2027', '2027-01-01/2027-04-01'],
    ['the second quarter', '2026-04-01/2026-07-01'],
    ['H2', '2026-07-01/2027-01-01'],
    ['last week', '2026-03-02/2026-03-09'],
    ['end of next month', '2026-04-30/2026-05-01'],
    ['end of the week', '2026-03-13/2026-03-14'],
    ['EOQ', '2026-03-31/2026-04-01'],
    ['mid June', '2026-06-16/2026-06-17'],
    ['start of Q3', '2026-07-01/2026-07-02'],
    ['since March', '2026-03-01/2026-04-01'],
    ['in October 2026', '2026-10-01/2026-11-01'],
    ['March 15', '2026-03-15/2026-03-16'],
    ['15 Jan', '2027-01-15/2027-01-16'],
    ['3rd of May 2027', '2027-05-03/2027-05-04'],
    ['2026-03-31 14:00', '2026-03-31T14:00'],
    ['4.5.2026', '2026-05-04/2026-05-05'],
    ['on the 20th', '2026-03-20/2026-03-21'],
    ['the 3rd of next month', '2026-04-03/2026-04-04'],
    ['in 2 weeks', '2026-03-24/2026-03-25'],
    ['3 days ago', '2026-03-07/2026-03-08'],
    ['in half an hour', '2026-03-10T10:00'],
    ['for a month', '1m'],
    ['30 days', '30d'],
    ['this afternoon', '2026-03-10T14:00'],
    ['tomorrow morning', '2026-03-11T09:00'],
    ['friday at noon', '2026-03-13T12:00'],
    ['the day after tomorrow', '2026-03-12/2026-03-13'],
    ['in 2026', '2026-01-01/2027-01-01'],
    ['on the 31st at 9', '2026-03-31T09:00'],
    ['on the 30th of next month', '2026-04-30/2026-05-01'],
    ['29 February', '2028-02-29/2028-03-01'],
    ['friday, 4 December', '2026-12-04/2026-12-05'],
    ['Dec 3rd 2pm', '2026-12-03T14:00'],
    ['1 March next year', '2027-03-01/2027-03-02'],
    ['the first Monday of January', '2027-01-04/2027-01-05'],
    ['on the last Friday of the month', '2026-03-27/2026-03-28'],
    ['the second tuesday in may', '2026-05-12/2026-05-13'],
    ['a week from Tuesday', '2026-03-24/2026-03-25'],
    ['2 days before Christmas', '2026-12-23/2026-12-24'],
    ['in 5 business days', '2026-03-17/2026-03-18'],
    ['in a fortnight', '2026-03-24/2026-03-25'],
    ["in 3 weeks' time", '2026-03-31/2026-04-01'],
    ['next week on thursday', '2026-03-19/2026-03-20'],
    ["new year's eve", '2026-12-31/2027-01-01'],
    ['xmas eve', '2026-12-24/2026-12-25'],
    ['tomorrow at 9 Tokyo time', '2026-03-11T01:00'],
    ['friday 3pm EST', '2026-03-13T20:00'],
    ['Wednesday 9:30 to 10:15', '2026-03-11T09:30'],
    ['tomorrow 2-3pm', '2026-03-11T14:00'],
    ['tmrw 9', '2026-03-11T09:00'],
    ['friday eod', '2026-03-13T17:00'],
    ['first thing monday', '2026-03-16/2026-03-17'],
    ['friday 9:30-10:15', '2026-03-13T09:30'],
    ['due 18.12.', '2026-12-18/2026-12-19'],
    ['on 10/12', '2026-12-10/2026-12-11'],
    ['24/7 support', ''],
    ['on 31 November', '31 November does not exist: November has 30 days'],
    ['by 30 February', '30 February does not exist: February has 29 days'],
    ['2027-02-30', '30 February 2027 does not exist: February 2027 has 28 days'],
    ['the 31st of next month', '31 April 2026 does not exist: April 2026 has 30 days'],
    ['Friday 5 December 2026', '5 December 2026 is a Saturday'],
    ['between 1 June and 30 November', '2026-06-01/2026-06-02 2026-11-30/2026-12-01'],
    ['the weekend', ''],
    ['may I see it', ''],
    ['mark it with mar', ''],
    ['I sat down', ''],
  ])('reads “%s” in Berlin', (text, expected) => {
    expect(read(text, berlin)).toBe(expected);
  });

  it('reads 4/5/2026 as the user’s part of the world writes it', () => {
    expect(read('4/5/2026', berlin)).toBe('2026-05-04/2026-05-05');
    expect(read('4/5/2026', newYork)).toBe('2026-04-05/2026-04-06');
  });

  it('reads both ends of a range in one year of what has been', () => {
    const now = DateTime.fromISO('2026-11-28T15:50', { zone: 'UTC' });
    const [, end] = readTimes(tokenise('won between 1 June and 30 November'), now);
    expect(end?.value.kind === 'span' && end.value.past?.to.toISODate()).toBe('2026-12-01');
  });

  it('keeps the wall clock over the change of summer time', () => {
    const [mark] = readTimes(tokenise('march 9 at 10'), newYork);
    expect(mark?.value.kind === 'span' && mark.value.from.toISO()).toBe('2026-03-09T10:00:00.000-04:00');
  });

  it.each([
    ['this week', '2026-03-08/2026-03-15'],
    ['Sunday next week', '2026-03-15/2026-03-16'],
    ['end of the week', '2026-03-12/2026-03-13'],
    ['this quarter', '2026-02-01/2026-05-01'],
    ['last quarter', '2025-11-01/2026-02-01'],
    ['Q2', '2026-05-01/2026-08-01'],
    ['Q4 2026', '2025-11-01/2026-02-01'],
    ['this year', '2026-02-01/2027-02-01'],
    ['year to date', '2026-02-01/2026-03-10'],
    // a year that is named is that of everybody's calendar
    ['in 2025', '2025-01-01/2026-01-01'],
  ])('reads “%s” by a week from Sunday and a year from February', (text, expected) => {
    expect(read(text, berlin, { weekStart: 7, yearStart: 2 })).toBe(expected);
  });
});
