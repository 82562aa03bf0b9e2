import { DateTime } from 'luxon';
import { expect, it } from 'vitest';
import { officeTime } from './office-time.ts';

it('is a quarter of an hour of a working day in the zone, and not after the instant', () => {
  const from = DateTime.fromISO('2026-10-20T00:10', { zone: 'America/New_York' });
  // over the end of summer time, at all hours
  for (let hours = 0; hours < 24 * 21; hours += 5) {
    const at = from.plus({ hours }).toJSDate();
    const time = DateTime.fromJSDate(officeTime(at, 'America/New_York', `contact ${hours}`), {
      zone: 'America/New_York',
    });
    expect(time.toJSDate() <= at).toBe(true);
    expect(time.weekday).toBeLessThanOrEqual(5);
    expect(time.hour).toBeGreaterThanOrEqual(9);
    expect(time.hour).toBeLessThan(16);
    expect(time.minute % 15).toBe(0);
    expect(from.plus({ hours }).diff(time, 'days').days).toBeLessThan(4);
  }
});

it('is the same for the same, and spread over the day for others', () => {
  const at = new Date('2026-11-25T22:00:00Z');
  const times = new Set(Array.from({ length: 50 }, (_, i) => officeTime(at, 'UTC', `c${i}`).getTime()));
  expect(times.size).toBeGreaterThan(15);
  expect(officeTime(at, 'UTC', 'c1')).toEqual(officeTime(at, 'UTC', 'c1'));
});
