import { describe, expect, it } from 'vitest';
import { dueAfter, firstOpen } from './step-times.ts';

const open = {
  window: { from: '09:00', to: '17:00' },
  days: [1, 2, 3, 4, 5],
  holidays: ['2026-12-25'],
  timeZone: 'America/New_York',
};
const days = (n: number) => ({ n, unit: 'businessDays' as const });

describe('when a step of a sequence is due', () => {
  it('counts days on which mail goes out, from the day of the step before, on the recipient’s clock', () => {
    // a Thursday evening in New York, Friday in Berlin
    const done = new Date('2026-12-04T01:00:00Z');
    expect(dueAfter(done, days(1), open)).toEqual({
      at: new Date('2026-12-04T14:00:00Z'),
      wall: { day: '2026-12-04', time: '09:00', timeZone: 'America/New_York' },
    });
    expect(dueAfter(done, days(2), open).at.toISOString()).toBe('2026-12-07T14:00:00.000Z');
    expect(dueAfter(new Date('2026-12-24T15:00:00Z'), days(1), open).wall?.day).toBe('2026-12-28');
  });

  it('is the same hour of the wall on both sides of a clock change', () => {
    const done = new Date('2026-03-06T15:00:00Z');
    expect(dueAfter(done, days(1), open).at.toISOString()).toBe('2026-03-09T13:00:00.000Z');
  });

  it('waits for the window: not at night, at a weekend or on a holiday', () => {
    expect(firstOpen(new Date('2026-12-01T03:00:00Z'), open).toISOString()).toBe('2026-12-01T14:00:00.000Z');
    expect(firstOpen(new Date('2026-12-01T16:30:00Z'), open).toISOString()).toBe('2026-12-01T16:30:00.000Z');
    expect(firstOpen(new Date('2026-12-01T22:00:00Z'), open).toISOString()).toBe('2026-12-02T14:00:00.000Z');
    expect(firstOpen(new Date('2026-12-24T22:00:00Z'), open).toISOString()).toBe('2026-12-28T14:00:00.000Z');
    expect(dueAfter(new Date('2026-12-04T21:30:00Z'), { n: 2, unit: 'hours' }, open).at.toISOString()).toBe(
      '2026-12-07T14:00:00.000Z',
    );
  });
});
