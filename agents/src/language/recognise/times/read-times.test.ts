import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { tokenise } from '../../text/tokenise.ts';
import { readTimes } from './read-times.ts';

const berlin = DateTime.fromISO('2026-03-10T09:30', { zone: 'Europe/Berlin' });
const newYork = DateTime.fromISO('2026-03-05T09:30', { zone: 'America/New_York' });

function read(text: string, now: DateTime): string {
  return readTimes(tokenise(text), now)
    .map(({ value }) => {
      if (value.kind === 'length') return `${value.amount}${value.unit}`;
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

  it('keeps the wall clock over the change of summer time', () => {
    const [mark] = readTimes(tokenise('march 9 at 10'), newYork);
    expect(mark?.value.kind === 'span' && mark.value.from.toISO()).toBe('2026-03-09T10:00:00.000-04:00');
  });
});
