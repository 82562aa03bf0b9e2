import type { DateTime } from 'luxon';
import { z } from 'zod';

const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
type Period = (typeof PERIODS)[number];

/** How a workspace divides time. */
export interface Calendar {
  /** The day that a week begins on: 1 Monday, 6 Saturday, 7 Sunday. */
  weekStart: 1 | 6 | 7;
  /** The month that the financial year, and with it its quarters, begins in: 1 to 12. */
  yearStart: number;
}

/** Weeks from Monday, quarters from January: as ISO 8601 has it. */
export const PLAIN_CALENDAR: Calendar = { weekStart: 1, yearStart: 1 };

export const weekStartSchema = z.union([z.literal(1), z.literal(6), z.literal(7)]);
export const yearStartSchema = z.int().min(1).max(12);

/** When the day, week, month, quarter or year around an instant begins. */
export function startOfPeriod(at: DateTime, period: Period, { weekStart, yearStart }: Calendar): DateTime {
  if (period === 'week') {
    const today = at.startOf('day');
    return today.minus({ days: (today.weekday - weekStart + 7) % 7 });
  }
  if (period !== 'quarter' && period !== 'year') return at.startOf(period);
  const month = at.startOf('month');
  const months = (month.month - yearStart + 12) % 12;
  return month.minus({ months: period === 'year' ? months : months % 3 });
}

/** The year that a financial year is called by: the one that it ends in. */
export function financialYear(at: Pick<DateTime, 'year' | 'month'>, { yearStart }: Calendar): number {
  return yearStart > 1 && at.month >= yearStart ? at.year + 1 : at.year;
}

/** Of which quarter of the financial year a month is, 1 to 4. */
export function financialQuarter(month: number, { yearStart }: Calendar): number {
  return Math.floor(((month - yearStart + 12) % 12) / 3) + 1;
}
