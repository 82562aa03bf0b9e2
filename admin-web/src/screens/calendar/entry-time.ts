import type { CalendarEntry } from '@clianta/crm-core/calendar/calendar-days.schema';
import { localTime } from '../../metadata/zoned-time.ts';

interface Style {
  locale: string;
  timeZone: string;
}

/** When something is on a day that it takes time of: "9:00 – 9:30 AM", "From 10:00 PM", "Until 1:00 AM", "All day". */
export function entryTime(
  { startAt, endAt, isWholeDay }: Pick<CalendarEntry, 'startAt' | 'endAt' | 'isWholeDay'>,
  day: string,
  { locale, timeZone }: Style,
): string {
  const isEarlier = localTime(startAt, timeZone) < `${day}T00:00`;
  // what ends at midnight ends with the day
  const lastMinute = new Date(Date.parse(endAt) - 1).toISOString();
  const isLater = localTime(lastMinute, timeZone).slice(0, 10) > day;
  const begins = localTime(startAt, timeZone) <= `${day}T00:00`;
  const ends = localTime(endAt, timeZone) > `${day}T23:59`;
  if (isWholeDay || (begins && ends)) return 'All day';
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone });
  if (isEarlier) return `Until ${clock.format(new Date(endAt))}`;
  if (isLater) return `From ${clock.format(new Date(startAt))}`;
  const [from, to] = [new Date(startAt), new Date(endAt)];
  // across midnight the days would be written out
  const isWithin = localTime(endAt, timeZone).slice(0, 10) === day;
  return isWithin ? clock.formatRange(from, to) : `${clock.format(from)}–${clock.format(to)}`;
}

/** "Mon, Nov 30". */
export function dayName(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(day));
}

/** "Nov 30 – Dec 6, 2026". */
export function weekName(first: string, last: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
  return format.formatRange(new Date(first), new Date(last));
}
