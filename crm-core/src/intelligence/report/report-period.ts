import { DateTime } from 'luxon';
import { z } from 'zod';
import { type Calendar, startOfPeriod } from '../../entity/calendar.ts';
import { day, dayOf, startOfDay } from '../../entity/days.ts';
import { PERIODS, type Period } from '../../entity/totals-period.ts';
import { InvalidError } from '../../errors.ts';

/**
 * The period of a report. Counted from today it moves along: `{ unit: 'month', count: 1, back: 1 }` is always the month
 * before; `{ unit: 'day', count: 30, back: 29 }` the last 30 days. Fixed it stays.
 */
export const reportPeriodSchema = z.union([
  z.strictObject({
    unit: z.enum(PERIODS),
    /** How many of them. */
    count: z.number().int().min(1).max(400),
    /** How many units before the present one it begins; 0: with the present one. */
    back: z.number().int().min(-400).max(4_000),
  }),
  /** Days, the first one included and the last one not. */
  z.strictObject({ from: day(), to: day() }),
]);
export type ReportPeriod = z.output<typeof reportPeriodSchema>;

/** When it is, and where. */
export interface Clock {
  now: Date;
  timeZone: string;
  calendar: Calendar;
}

/** From an instant, included, to another, excluded, on a clock. */
export interface TimeSpan {
  from: DateTime;
  to: DateTime;
}

const MOST_YEARS = 100;

/** @throws InvalidError for an end that comes before its beginning */
export function spanOfPeriod(period: ReportPeriod, { now, timeZone, calendar }: Clock): TimeSpan {
  if ('unit' in period) {
    const { unit, count, back } = period;
    const present = startOfPeriod(DateTime.fromJSDate(now, { zone: timeZone }), unit, calendar);
    const from = plus(present, unit, -back);
    return { from, to: plus(from, unit, count) };
  }
  const [from, to] = [period.from, period.to].map((at) =>
    DateTime.fromJSDate(startOfDay(at, timeZone), { zone: timeZone }),
  ) as [DateTime, DateTime];
  if (to <= from) throw new InvalidError('The end of a period comes after its beginning.');
  if (to.diff(from, 'years').years > MOST_YEARS)
    throw new InvalidError(`A period has at most ${MOST_YEARS} years.`);
  return { from, to };
}

const plus = (at: DateTime, unit: Period, count: number) => at.plus({ [unit]: count });

/** The coarsest unit that a span is so many whole ones of: three quarters, two weeks. */
export function wholeUnits(
  { from, to }: TimeSpan,
  calendar: Calendar,
): { unit: Period; count: number } | undefined {
  for (const unit of PERIODS.toReversed()) {
    if (+from !== +startOfPeriod(from, unit, calendar)) continue;
    const count = Math.round(to.diff(from, unit).as(unit));
    if (count >= 1 && +plus(from, unit, count) === +to) return { unit, count };
  }
  return undefined;
}

/** As said today, in terms that move along: "this month" stays this month. Two past years stay what they are. */
export function movingPeriod(span: TimeSpan, { now, timeZone, calendar }: Clock): ReportPeriod {
  const whole = wholeUnits(span, calendar);
  const fixed = { from: dayOf(span.from.toJSDate(), timeZone), to: dayOf(span.to.toJSDate(), timeZone) };
  if (!whole) return fixed;
  const present = startOfPeriod(DateTime.fromJSDate(now, { zone: timeZone }), whole.unit, calendar);
  const back = Math.round(present.diff(span.from, whole.unit).as(whole.unit));
  return plus(span.from, whole.unit, back).toMillis() === present.toMillis() ? { ...whole, back } : fixed;
}

/** The one before it, as long as it is. */
export function spanBefore(span: TimeSpan, calendar: Calendar): TimeSpan {
  const whole = wholeUnits(span, calendar);
  if (whole) return { from: plus(span.from, whole.unit, -whole.count), to: span.from };
  return { from: span.from.minus(span.to.diff(span.from)), to: span.from };
}

/** As much of an earlier span as has passed of one that is not over; undefined when it is, or has not begun. */
export function partBefore(span: TimeSpan, before: TimeSpan, now: Date): TimeSpan | undefined {
  const at = DateTime.fromJSDate(now, { zone: span.from.zoneName ?? 'utc' });
  if (at <= span.from || at >= span.to) return undefined;
  const days = Math.floor(at.startOf('day').diff(span.from, 'days').days) + 1;
  return { from: before.from, to: DateTime.min(before.from.plus({ days }), before.to) };
}

/** How a span is best divided to be looked at over time. */
export function unitWithin({ from, to }: TimeSpan): Period {
  const { days } = to.diff(from, 'days');
  if (days <= 31) return 'day';
  if (days <= 100) return 'week';
  return days <= 1_100 ? 'month' : 'year';
}
