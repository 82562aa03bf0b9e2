import type { ReportPeriod } from './reports-api.ts';

type Unit = 'day' | 'month' | 'quarter' | 'year';

const moving = (unit: Unit, count: number, back: number): ReportPeriod => ({ unit, count, back });

/** Periods that move along with time, by the value of their option. */
export const PERIODS: ReadonlyArray<{ value: string; label: string; period?: ReportPeriod }> = [
  { value: 'month', label: 'This month', period: moving('month', 1, 0) },
  { value: 'lastMonth', label: 'Last month', period: moving('month', 1, 1) },
  { value: 'quarter', label: 'This quarter', period: moving('quarter', 1, 0) },
  { value: 'lastQuarter', label: 'Last quarter', period: moving('quarter', 1, 1) },
  { value: 'year', label: 'This year', period: moving('year', 1, 0) },
  { value: 'lastYear', label: 'Last year', period: moving('year', 1, 1) },
  { value: 'days', label: 'Last 30 days', period: moving('day', 30, 29) },
  { value: 'months', label: 'Last 12 months', period: moving('month', 12, 11) },
  { value: 'all', label: 'All the time' },
];

/** What a forecast is of. */
export const AHEAD: ReadonlyArray<{ value: string; label: string; period: ReportPeriod }> = [
  { value: 'quarter', label: 'This quarter', period: moving('quarter', 1, 0) },
  { value: 'nextQuarter', label: 'Next quarter', period: moving('quarter', 1, -1) },
  { value: 'month', label: 'This month', period: moving('month', 1, 0) },
  { value: 'nextMonth', label: 'Next month', period: moving('month', 1, -1) },
  { value: 'year', label: 'This year', period: moving('year', 1, 0) },
  { value: 'lastQuarter', label: 'Last quarter', period: moving('quarter', 1, 1) },
];

/** A period that none of the options is. */
export const OTHER = 'other';

/** The option that a period is. */
export function optionOf(period: ReportPeriod | undefined): string {
  const isSame = (other: ReportPeriod | undefined) => JSON.stringify(other) === JSON.stringify(period);
  return PERIODS.find((one) => isSame(one.period))?.value ?? OTHER;
}
