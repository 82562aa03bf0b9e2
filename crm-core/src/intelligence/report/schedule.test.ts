import { describe, expect, it } from 'vitest';
import { lastSlot, nextSlot, type Schedule, scheduleSchema } from './schedule.ts';

const monday: Schedule = { every: 'week', day: 1, time: '08:00', zone: 'Europe/Berlin' };
const at = (iso: string) => new Date(iso);

describe('a schedule', () => {
  it('is due at the same time of day in summer and in winter', () => {
    expect(nextSlot(monday, at('2026-10-22T12:00:00Z'))).toEqual(at('2026-10-26T07:00:00Z'));
    expect(nextSlot(monday, at('2026-10-15T12:00:00Z'))).toEqual(at('2026-10-19T06:00:00Z'));
  });

  it('is due on the last day of a month that is shorter', () => {
    const last: Schedule = { every: 'month', day: 31, time: '08:00', zone: 'UTC' };
    expect(nextSlot(last, at('2027-02-01T00:00:00Z'))).toEqual(at('2027-02-28T08:00:00Z'));
    expect(nextSlot(last, at('2027-02-28T08:00:00Z'))).toEqual(at('2027-03-31T08:00:00Z'));
    expect(lastSlot(last, at('2027-03-30T00:00:00Z'))).toEqual(at('2027-02-28T08:00:00Z'));
  });

  it('has one slot between two that follow each other, whenever one looks', () => {
    for (const every of ['day', 'week', 'month'] as const) {
      const schedule: Schedule = { ...monday, every, day: 3, time: '02:30' };
      for (let hour = 0; hour < 24 * 400; hour += 61) {
        const now = new Date(Date.UTC(2026, 0, 1, hour));
        const [last, next] = [lastSlot(schedule, now), nextSlot(schedule, now)];
        expect(last <= now && now < next).toBe(true);
        expect(lastSlot(schedule, new Date(next.getTime() - 1))).toEqual(last);
      }
    }
  });

  it('names a place that has clocks', () => {
    expect(scheduleSchema.safeParse({ ...monday, zone: 'Mars/Base' }).success).toBe(false);
  });
});
