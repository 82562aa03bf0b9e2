import { DateTime } from 'luxon';
import { z } from 'zod';

/** When a report is sent. */
export const scheduleSchema = z.strictObject({
  every: z.enum(['day', 'week', 'month']),
  /** Of a week 1 Monday to 7 Sunday; of a month 1 to 31, in a shorter month its last. Of a day it says nothing. */
  day: z.number().int().min(1).max(31).default(1),
  /** On the clock of the zone, whatever it shows in summer: `08:00`. */
  time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is not a time such as 08:00'),
  /** IANA. */
  zone: z.string().refine((zone) => DateTime.local({ zone }).isValid, 'is not a time zone'),
});
export type Schedule = z.output<typeof scheduleSchema>;

/** The last time that it was due, now included. */
export function lastSlot(schedule: Schedule, now: Date): Date {
  const at = DateTime.fromJSDate(now, { zone: schedule.zone });
  const here = slotIn(schedule, at);
  return (here <= at ? here : slotIn(schedule, at.minus({ [schedule.every]: 1 }))).toJSDate();
}

/** The next time that it is due, after now. */
export function nextSlot(schedule: Schedule, now: Date): Date {
  const at = DateTime.fromJSDate(now, { zone: schedule.zone });
  const here = slotIn(schedule, at);
  return (here > at ? here : slotIn(schedule, at.plus({ [schedule.every]: 1 }))).toJSDate();
}

/** The time that it is due in the day, week or month around an instant. */
function slotIn({ every, day, time }: Schedule, at: DateTime): DateTime {
  const [hour = 8, minute = 0] = time.split(':').map(Number);
  const start = at.startOf(every);
  const date =
    every === 'day'
      ? start
      : every === 'week'
        ? start.plus({ days: Math.min(day, 7) - 1 })
        : start.set({ day: Math.min(day, start.daysInMonth ?? 28) });
  // set on the wall clock: an hour more or less in summer changes nothing
  return date.set({ hour, minute });
}
