import { DateTime } from 'luxon';
import { z } from 'zod';

/** A day of the calendar, whatever clock one looks at: `2026-12-31`. */
export const day = () => z.iso.date('is not a day such as 2026-03-31');

/** The day that it is, was or will be at an instant on the clocks of a place: `2026-12-31`. */
export function dayOf(instant: Date, timeZone: string): string {
  return DateTime.fromJSDate(instant, { zone: timeZone }).toFormat('yyyy-MM-dd');
}

/** The instant at which a day begins on the clocks of a place. */
export function startOfDay(day: string, timeZone: string): Date {
  return DateTime.fromISO(day, { zone: timeZone }).toJSDate();
}

/** From one day to another; negative when the other comes first. */
export function daysBetween(from: string, to: string): number {
  const at = (one: string) => DateTime.fromISO(one, { zone: 'utc' });
  return at(to).diff(at(from), 'days').days;
}

/** Whether a text is a day of the calendar: not the 31st of February. */
export function isDay(value: unknown): value is string {
  return typeof value === 'string' && day().safeParse(value).success;
}
