import { DateTime } from 'luxon';

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

/** `2026-03-14`, `2026-W11` (ISO 8601), `2026-03`, `2026-Q1`, `2026`: the period that a day or month lies in. */
export function periodOf(per: Period, dayOrMonth: string): string {
  const [year = '', month = ''] = dayOrMonth.split('-');
  if (per === 'year') return year;
  if (per === 'quarter') return `${year}-Q${Math.ceil(Number(month) / 3)}`;
  return per === 'week' ? DateTime.fromISO(dayOrMonth, { zone: 'utc' }).toFormat("kkkk-'W'WW") : dayOrMonth;
}
