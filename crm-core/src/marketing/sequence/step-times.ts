import { DateTime } from 'luxon';
import { wallTime } from '../campaign/send-times.ts';
import type { SequenceRecord } from './sequence.schema.ts';
import type { Delay } from './sequence-step.schema.ts';

/** When mail may go out to somebody, on their clock. */
export interface OpenTimes extends Pick<SequenceRecord, 'window' | 'days' | 'holidays'> {
  timeZone: string;
}

export interface Wall {
  day: string;
  time: string;
  timeZone: string;
}

/** No window is further away than this, unless there is none. */
const MOST_DAYS = 800;

/** When a step is due after the one before it; of days also as the wall says. */
export function dueAfter(done: Date, { n, unit }: Delay, open: OpenTimes): { at: Date; wall?: Wall } {
  if (unit === 'hours') return { at: firstOpen(new Date(done.getTime() + n * 3_600_000), open) };
  if (n === 0) return { at: firstOpen(done, open) };
  let day = DateTime.fromJSDate(done, { zone: open.timeZone }).startOf('day');
  for (let left = n, tried = 0; left > 0 && tried < MOST_DAYS; tried++) {
    day = day.plus({ days: 1 });
    if (isOpenDay(day, open)) left--;
  }
  const wall = { day: day.toFormat('yyyy-MM-dd'), time: open.window.from, timeZone: open.timeZone };
  return { at: wallTime(wall.day, wall.time, wall.timeZone), wall };
}

/** The first instant from then on at which mail may go out. */
export function firstOpen(from: Date, open: OpenTimes): Date {
  const { window, timeZone } = open;
  let day = DateTime.fromJSDate(from, { zone: timeZone }).startOf('day');
  for (let tried = 0; tried < MOST_DAYS; tried++, day = day.plus({ days: 1 })) {
    if (!isOpenDay(day, open)) continue;
    const on = day.toFormat('yyyy-MM-dd');
    const [begin, end] = [wallTime(on, window.from, timeZone), wallTime(on, window.to, timeZone)];
    if (from < end) return from > begin ? from : begin;
  }
  return from;
}

const isOpenDay = (day: DateTime, { days, holidays }: OpenTimes): boolean =>
  days.includes(day.weekday) && !holidays.includes(day.toFormat('yyyy-MM-dd'));
