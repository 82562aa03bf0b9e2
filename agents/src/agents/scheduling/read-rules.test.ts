import { describe, expect, it } from 'vitest';
import { readRules } from './read-rules.ts';

const days = (said: string) => readRules(said).rules.hours?.map(({ day }) => day);
const spans = (said: string) => readRules(said).rules.hours?.map(({ from, to }) => `${from}-${to}`);

describe('rules of a booking link, said', () => {
  it.each([
    ['four a day, not Mondays', { perDay: 4 }],
    ['maximum three bookings a day', { perDay: 3 }],
    ['10 a week', { perWeek: 10 }],
    ['a 15 minutes buffer', { bufferBeforeMin: 15, bufferAfterMin: 15 }],
    ['buffer of 10 minutes', { bufferBeforeMin: 10, bufferAfterMin: 10 }],
    ['10 minutes before each booking', { bufferBeforeMin: 10 }],
    ['one day notice', { noticeMin: 1_440 }],
    ['4 hours notice, 30 minutes', { noticeMin: 240, minutes: [30] }],
    ['30 or 60 minutes', { minutes: [30, 60] }],
    ['half an hour', { minutes: [30] }],
    ['up to two weeks ahead', { horizonDays: 14 }],
    ['round robin', { mode: 'round_robin' }],
    ['I confirm each', { needsConfirmation: true }],
  ])('%s', (said, expected) => {
    const { rules, left } = readRules(said);
    expect(rules).toMatchObject(expected);
    expect(left).toBe('');
  });

  it('narrow the hours by days and times of day', () => {
    expect(days('not Mondays')).toEqual([2, 3, 4, 5]);
    expect(days('Monday to Thursday')).toEqual([1, 2, 3, 4]);
    expect(days('only Tuesdays and Fridays')).toEqual([2, 5]);
    expect(spans('afternoons only')?.[0]).toBe('12:00-17:00');
    expect(spans('in the mornings only')?.[0]).toBe('09:00-12:00');
    expect(spans('from 7 to 3')?.[0]).toBe('07:00-15:00');
    expect(spans('9 to 4')?.[0]).toBe('09:00-16:00');
    expect(spans('10:30am to 2pm, not on Fridays')).toEqual(Array(4).fill('10:30-14:00'));
    expect(spans('not before 11')?.[0]).toBe('11:00-17:00');
  });

  it('say which words are none', () => {
    expect(readRules('four a day, wearing hats').left).toBe('wearing hats');
  });
});
