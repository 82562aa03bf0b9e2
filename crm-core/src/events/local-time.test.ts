import { describe, expect, it } from 'vitest';
import { nextLocalTime } from './local-time.ts';

/** The next times from an instant on, as ISO 8601. */
function nextTimes(time: string, timeZone: string, from: string, count: number): string[] {
  const times: string[] = [];
  for (let at = new Date(from); times.length < count; times.push(at.toISOString())) {
    at = nextLocalTime({ time, timeZone }, at);
  }
  return times;
}

describe('a local time of day', () => {
  it('keeps its place on the clock when the offset changes', () => {
    expect(nextTimes('09:00', 'Europe/Berlin', '2026-03-28T07:59:59Z', 3)).toEqual([
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
    ]);
  });

  it('comes once on the day that skips it, and once on the day that has it twice', () => {
    expect(nextTimes('02:30', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(nextTimes('02:30', 'Europe/Berlin', '2026-10-24T12:00:00Z', 2)).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-26T01:30:00.000Z',
    ]);
  });

  it('is tomorrow when it is that time now, also where it is tomorrow already', () => {
    expect(nextTimes('09:00:30', 'Pacific/Auckland', '2026-06-01T21:00:30Z', 1)).toEqual([
      '2026-06-02T21:00:30.000Z',
    ]);
  });

  it.each([
    ['25:00', 'Europe/Berlin'],
    ['9', 'Europe/Berlin'],
    ['09:00', 'Mars/Olympus'],
  ])('refuses %s in %s', (time, timeZone) => {
    expect(() => nextLocalTime({ time, timeZone }, new Date())).toThrow(RangeError);
  });
});
