import { z } from 'zod';
import { day } from '../entity/days.ts';

/** Something that takes time of a day. */
const calendarEntrySchema = z.object({
  /** Left out where the reader may not see what it is: only that it takes time. */
  id: z.string().optional(),
  title: z.string(),
  startAt: z.iso.datetime(),
  endAt: z.iso.datetime(),
  isWholeDay: z.boolean(),
  /** A host or the organiser has not confirmed it. */
  isTentative: z.boolean(),
  /** Whose calendar it is will not come. */
  isDeclined: z.boolean(),
  location: z.string().optional(),
  /** Who else attends. */
  with: z.array(z.string()),
});

/** A week of somebody's calendar, on the clock of whoever looks. */
export const calendarDaysSchema = z.object({
  userId: z.string(),
  name: z.string(),
  timeZone: z.string(),
  today: day(),
  /** First days of the weeks before and after. */
  previous: day(),
  next: day(),
  days: z.array(z.object({ day: day(), isOff: z.boolean(), entries: z.array(calendarEntrySchema) })),
});

export type CalendarEntry = z.output<typeof calendarEntrySchema>;
export type CalendarDays = z.output<typeof calendarDaysSchema>;
