import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { type Calendar, financialQuarter, financialYear, PLAIN_CALENDAR, startOfPeriod } from './calendar.ts';
import { periodOf } from './totals-period.ts';

const from = (day: string, period: 'week' | 'quarter' | 'year', calendar: Calendar) =>
  startOfPeriod(DateTime.fromISO(`${day}T15:00`, { zone: 'Europe/Berlin' }), period, calendar).toISODate();

describe('the calendar of a workspace', () => {
  const sunday: Calendar = { weekStart: 7, yearStart: 4 };

  it('begins weeks where it says, also on that very day', () => {
    expect(from('2026-11-25', 'week', PLAIN_CALENDAR)).toBe('2026-11-23');
    expect(from('2026-11-25', 'week', sunday)).toBe('2026-11-22');
    expect(from('2026-11-22', 'week', sunday)).toBe('2026-11-22');
    expect(from('2026-11-20', 'week', { ...sunday, weekStart: 6 })).toBe('2026-11-14');
  });

  it('begins quarters and years with the financial year', () => {
    const february = { ...sunday, yearStart: 2 };
    expect(from('2026-11-25', 'quarter', february)).toBe('2026-11-01');
    expect(from('2026-01-31', 'quarter', february)).toBe('2025-11-01');
    expect(from('2026-01-31', 'year', february)).toBe('2025-02-01');
    expect(from('2026-11-25', 'year', PLAIN_CALENDAR)).toBe('2026-01-01');
  });

  it('calls a financial year by the one that it ends in', () => {
    expect([financialYear({ year: 2026, month: 11 }, sunday), financialQuarter(11, sunday)]).toEqual([
      2027, 3,
    ]);
    expect(financialYear({ year: 2026, month: 3 }, sunday)).toBe(2026);
    expect(financialYear({ year: 2026, month: 11 }, PLAIN_CALENDAR)).toBe(2026);
  });

  it('groups totals in the same way', () => {
    expect(periodOf('quarter', '2026-11', PLAIN_CALENDAR)).toBe('2026-Q4');
    expect(periodOf('quarter', '2026-11', sunday)).toBe('2027-Q3');
    expect(periodOf('year', '2026-03', sunday)).toBe('2026');
    // a Sunday is of the week that follows it in ISO 8601
    expect(periodOf('week', '2026-11-22', PLAIN_CALENDAR)).toBe('2026-W47');
    expect(periodOf('week', '2026-11-22', sunday)).toBe('2026-W48');
  });
});
