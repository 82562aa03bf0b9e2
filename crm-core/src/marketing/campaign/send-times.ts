import { DateTime } from 'luxon';
import type { CampaignSchedule } from './campaign.schema.ts';

/** So long after its time a mail still goes out on the same day. */
export const LATE_MS = 3_600_000;
const DAY_MS = 86_400_000;

export interface SendTime {
  at: Date;
  /** Its time had passed by over an hour where the person is: it is the next day. */
  isNextDay: boolean;
}

/** When somebody gets what is sent at a time: on their clock, or on the one that was named. */
export function sendTime(
  schedule: CampaignSchedule | undefined,
  own: string | undefined,
  now: Date,
): SendTime {
  if (!schedule) return { at: now, isNextDay: false };
  const zone = schedule.zone === 'recipient' ? (own ?? schedule.timeZone) : schedule.timeZone;
  const at = wallTime(schedule.day, schedule.time, zone);
  if (now.getTime() - at.getTime() <= LATE_MS) return { at: at > now ? at : now, isNextDay: false };
  if (schedule.zone === 'fixed') return { at: now, isNextDay: false };
  let day = schedule.day;
  let next = at;
  while (next <= now) {
    day = DateTime.fromISO(day, { zone: 'utc' }).plus({ days: 1 }).toFormat('yyyy-MM-dd');
    next = wallTime(day, schedule.time, zone);
  }
  return { at: next, isNextDay: true };
}

/**
 * The instant at which the clocks of a place show a time: of a time that they show twice the first, and for one that they
 * skip the first that there is.
 */
export function wallTime(day: string, time: string, timeZone: string): Date {
  const at = DateTime.fromISO(`${day}T${time}`, { zone: timeZone });
  if (at.toFormat('HH:mm') !== time) return afterGap(at);
  return new Date(Math.min(...at.getPossibleOffsets().map((one) => one.toMillis())));
}

/** Where the clocks were put forward, within the day before: to the second. */
function afterGap(shifted: DateTime): Date {
  const offsetAt = (ms: number) => DateTime.fromMillis(ms, { zone: shifted.zone }).offset;
  let [before, after] = [shifted.toMillis() - DAY_MS / 4, shifted.toMillis()];
  while (after - before > 1_000) {
    const middle = Math.floor((before + after) / 2_000) * 1_000;
    if (middle <= before) break;
    if (offsetAt(middle) === shifted.offset) after = middle;
    else before = middle;
  }
  return new Date(after);
}
