import { DateTime } from 'luxon';
import type { QuietHours } from './notice-preference.schema.ts';

/**
 * When something may be told: now, or when the quiet hours end. Those that end before they begin go over midnight.
 *
 * @param timeZone - whose clocks the hours are on, unless they name their own
 */
export function afterQuiet(quiet: QuietHours | undefined, now: Date, timeZone: string): Date {
  if (!quiet || quiet.from === quiet.to) return now;
  const { from, to, days, zone = timeZone } = quiet;
  const local = DateTime.fromJSDate(now, { zone });
  const time = local.toFormat('HH:mm');
  const isOverMidnight = to < from;
  const isSinceYesterday = isOverMidnight && time < to;
  const isQuiet = isSinceYesterday || (time >= from && (isOverMidnight || time < to));
  const begun = isSinceYesterday ? local.minus({ days: 1 }) : local;
  if (!isQuiet || (days && !days.includes(begun.weekday))) return now;
  return at(begun.plus({ days: isOverMidnight ? 1 : 0 }), to).toJSDate();
}

/** The next time that it is this late on the person's clock. */
export function nextTime(clock: string, now: Date, zone: string): Date {
  const local = DateTime.fromJSDate(now, { zone });
  const today = at(local, clock);
  return (today > local ? today : at(local.plus({ days: 1 }), clock)).toJSDate();
}

function at(day: DateTime, clock: string): DateTime {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return day.set({ hour, minute, second: 0, millisecond: 0 });
}
