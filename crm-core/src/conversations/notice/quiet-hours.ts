import { DateTime } from 'luxon';
import type { NoticePreferenceRecord } from './notice-preference.schema.ts';

type Quiet = Pick<NoticePreferenceRecord, 'quietFrom' | 'quietTo'>;

/**
 * When something may be told: now, or when the quiet hours end. Those that end before they begin go over midnight.
 *
 * @param timeZone - whose clocks the hours are on
 */
export function afterQuiet({ quietFrom, quietTo }: Quiet, now: Date, timeZone: string): Date {
  if (!quietFrom || !quietTo || quietFrom === quietTo) return now;
  const local = DateTime.fromJSDate(now, { zone: timeZone });
  const time = local.toFormat('HH:mm');
  const isOverMidnight = quietTo < quietFrom;
  const isQuiet = isOverMidnight ? time >= quietFrom || time < quietTo : time >= quietFrom && time < quietTo;
  if (!isQuiet) return now;
  const [hour = 0, minute = 0] = quietTo.split(':').map(Number);
  const day = isOverMidnight && time >= quietFrom ? local.plus({ days: 1 }) : local;
  return day.set({ hour, minute, second: 0, millisecond: 0 }).toJSDate();
}
