import type { Calendar } from '../../entity/calendar.ts';
import { periodOf } from '../../entity/totals-period.ts';
import { type TimeSpan, wholeUnits } from '../report/report-period.ts';

/** `2026-Q4`, `2026-11`, `2026`: what a month, a quarter or a year is called, as totals call it; undefined for any other span. */
export function periodKey(span: TimeSpan, calendar: Calendar): string | undefined {
  const whole = wholeUnits(span, calendar);
  if (whole?.count !== 1 || whole.unit === 'day' || whole.unit === 'week') return undefined;
  return periodOf(whole.unit, span.from.toFormat('yyyy-MM'), calendar);
}
