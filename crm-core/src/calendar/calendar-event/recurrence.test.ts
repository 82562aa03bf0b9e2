import { describe, expect, it } from 'vitest';
import { endedBefore, extentOf, occurrencesOf, requireRule, ruleFrom } from './recurrence.ts';

const zone = 'Europe/Berlin';
const at = (text: string) => new Date(text);
const weekly = {
  startAt: at('2026-03-16T09:00:00+01:00'),
  endAt: at('2026-03-16T09:30:00+01:00'),
  zone,
  rrule: 'FREQ=WEEKLY;BYDAY=MO',
};
const begins = (series: Parameters<typeof occurrencesOf>[0], from: string, to: string) =>
  occurrencesOf(series, at(from), at(to)).map(({ startAt }) => startAt.toISOString());

describe('a series', () => {
  it('keeps its time on the wall over both changes of clocks', () => {
    expect(begins(weekly, '2026-03-20T00:00:00Z', '2026-04-07T00:00:00Z')).toEqual([
      '2026-03-23T08:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
      '2026-04-06T07:00:00.000Z',
    ]);
    expect(begins(weekly, '2026-10-19T00:00:00Z', '2026-10-27T00:00:00Z')).toEqual([
      '2026-10-19T07:00:00.000Z',
      '2026-10-26T08:00:00.000Z',
    ]);
  });

  it('leaves out what would begin in the hour that a spring night lacks', () => {
    const nightly = {
      startAt: at('2026-03-27T02:30:00+01:00'),
      endAt: at('2026-03-27T02:45:00+01:00'),
      zone,
      rrule: 'FREQ=DAILY;COUNT=4',
    };
    expect(begins(nightly, '2026-03-27T00:00:00Z', '2026-04-03T00:00:00Z')).toEqual([
      '2026-03-27T01:30:00.000Z',
      '2026-03-28T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
      '2026-03-31T00:30:00.000Z',
    ]);
  });

  it('is read the same from years ahead as from its beginning', () => {
    const everyOther = { ...weekly, rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE' };
    const all = occurrencesOf(everyOther, weekly.startAt, at('2027-06-01T00:00:00Z'));
    const late = occurrencesOf(everyOther, at('2027-05-01T00:00:00Z'), at('2027-06-01T00:00:00Z'));
    expect(late.length).toBeGreaterThan(3);
    expect(late).toEqual(all.slice(-late.length));
  });

  it('shows one that was moved where it is now, and none that was taken out', () => {
    const changed = {
      ...weekly,
      exDates: [at('2026-03-23T08:00:00Z')],
      overrides: [
        {
          originalAt: at('2026-03-30T07:00:00Z'),
          startAt: at('2026-04-01T13:00:00Z'),
          endAt: at('2026-04-01T13:30:00Z'),
        },
      ],
    };
    expect(begins(changed, '2026-03-17T00:00:00Z', '2026-04-07T00:00:00Z')).toEqual([
      '2026-04-01T13:00:00.000Z',
      '2026-04-06T07:00:00.000Z',
    ]);
  });

  it('can be ended before one of it, and goes on from there with as many as are left', () => {
    const ten = { ...weekly, rrule: 'FREQ=WEEKLY;COUNT=10' };
    const cut = at('2026-03-30T07:00:00Z');
    const ended = { ...ten, rrule: endedBefore(ten.rrule, cut) };
    expect(begins(ended, '2026-03-01T00:00:00Z', '2027-01-01T00:00:00Z')).toHaveLength(2);
    expect(extentOf(ended).lastAt.toISOString()).toBe('2026-03-23T08:30:00.000Z');
    expect(ruleFrom(ten, ten.rrule, cut)).toBe('FREQ=WEEKLY;COUNT=8');
  });

  it('repeats at most daily, by a rule that is one', () => {
    for (const rule of ['FREQ=HOURLY', 'FREQ=DAILY;BYDAY=XX', 'every Monday'])
      expect(() => requireRule(rule, weekly.startAt, zone), rule).toThrow();
    expect(() => requireRule('RRULE:FREQ=MONTHLY;BYDAY=1MO', weekly.startAt, zone)).not.toThrow();
  });
});
