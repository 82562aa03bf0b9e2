import { DateTime } from 'luxon';
import { type Calendar, financialQuarter, financialYear } from './calendar.ts';

export const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Period = (typeof PERIODS)[number];

/** What the database groups instants by, of which the period is made: a day or a month on the clock of a place. */
export function periodOfInstant(path: string, per: Period, timezone: string): object {
  const format = isOfDays(per) ? '%Y-%m-%d' : '%Y-%m';
  return { $dateToString: { date: `$${path}`, format, timezone, onNull: null } };
}

/** The same of days of the calendar, which are the same on every clock. */
export function periodOfDay(path: string, per: Period): object {
  const value = `$${path}`;
  const part = isOfDays(per) ? value : { $substrBytes: [value, 0, 'yyyy-mm'.length] };
  return { $cond: [{ $eq: [{ $type: value }, 'string'] }, part, null] };
}

const isOfDays = (per: Period) => per === 'day' || per === 'week';

/**
 * `2026-03-14`, `2026-W11` (ISO 8601), `2026-03`, `2026-Q1`, `2026`: the period that a day or month lies in. A week that
 * begins before Monday is called like the ISO week that it runs into, a financial year by the one that it ends in.
 */
export function periodOf(per: Period, dayOrMonth: string, calendar: Calendar): string {
  const [year, month = 1] = dayOrMonth.split('-').map(Number);
  const own = financialYear({ year: year ?? 0, month }, calendar);
  if (per === 'year') return String(own);
  if (per === 'quarter') return `${own}-Q${financialQuarter(month, calendar)}`;
  if (per !== 'week') return dayOrMonth;
  const days = (8 - calendar.weekStart) % 7;
  return DateTime.fromISO(dayOrMonth, { zone: 'utc' }).plus({ days }).toFormat("kkkk-'W'WW");
}
