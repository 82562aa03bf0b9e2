import { DateTime } from 'luxon';

export const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Period = (typeof PERIODS)[number];

/** What the database groups by, of which the period is made: a day or a month on the workspace's clock. */
export function periodFormat(per: Period): string {
  return per === 'day' || per === 'week' ? '%Y-%m-%d' : '%Y-%m';
}

/** `2026-03-14`, `2026-W11` (ISO 8601), `2026-03`, `2026-Q1`, `2026`: the period that a day or month lies in. */
export function periodOf(per: Period, dayOrMonth: string): string {
  const [year = '', month = ''] = dayOrMonth.split('-');
  if (per === 'year') return year;
  if (per === 'quarter') return `${year}-Q${Math.ceil(Number(month) / 3)}`;
  return per === 'week' ? DateTime.fromISO(dayOrMonth, { zone: 'utc' }).toFormat("kkkk-'W'WW") : dayOrMonth;
}
