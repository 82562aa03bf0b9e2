import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { PLAIN_CALENDAR } from '../../entity/calendar.ts';
import { periodKey } from './period-key.ts';

const span = (from: string, to: string) => ({
  from: DateTime.fromISO(from, { zone: 'Europe/Berlin' }),
  to: DateTime.fromISO(to, { zone: 'Europe/Berlin' }),
});

describe('the key of a period', () => {
  it('is that of a month, a quarter or a year', () => {
    expect(periodKey(span('2026-11-01', '2026-12-01'), PLAIN_CALENDAR)).toBe('2026-11');
    expect(periodKey(span('2026-10-01', '2027-01-01'), PLAIN_CALENDAR)).toBe('2026-Q4');
    expect(periodKey(span('2026-01-01', '2027-01-01'), PLAIN_CALENDAR)).toBe('2026');
  });

  it('counts quarters and years as the workspace does', () => {
    const april = { weekStart: 1, yearStart: 4 } as const;
    expect(periodKey(span('2026-10-01', '2027-01-01'), april)).toBe('2027-Q3');
    expect(periodKey(span('2026-04-01', '2027-04-01'), april)).toBe('2027');
  });

  it('is there for nothing else', () => {
    expect(periodKey(span('2026-11-02', '2026-11-09'), PLAIN_CALENDAR)).toBeUndefined();
    expect(periodKey(span('2026-07-01', '2027-01-01'), PLAIN_CALENDAR)).toBeUndefined();
  });
});
