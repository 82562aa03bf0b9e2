import { DateTime } from 'luxon';

/** A time of day on the clocks of a place. */
export interface LocalTime {
  /** `09:00` or `09:00:30`. */
  time: string;
  /** `Europe/Berlin`. */
  timeZone: string;
}

/**
 * The first instant after `after` at which it is that time. A time that the clocks skip comes as much later as they
 * skip, and one that they show twice is the first of the two: always once a day.
 *
 * @throws RangeError for a time or zone that does not exist
 */
export function nextLocalTime({ time, timeZone }: LocalTime, after: Date): Date {
  const [, hour, minute, second] = /^(\d\d):(\d\d)(?::(\d\d))?$/.exec(time) ?? [];
  const today = DateTime.fromJSDate(after, { zone: timeZone });
  const isKnown = hour !== undefined && today.isValid;
  for (let days = 0; isKnown && days <= 2; days++) {
    const { year, month, day } = today.plus({ days });
    const at = DateTime.fromObject(
      { year, month, day, hour: Number(hour), minute: Number(minute), second: Number(second ?? 0) },
      { zone: timeZone },
    );
    if (!at.isValid) break;
    // of a time that is shown twice, luxon takes the one with the offset of the present
    const first = Math.min(...at.getPossibleOffsets().map((one) => one.toMillis()));
    if (first > after.getTime()) return new Date(first);
  }
  throw new RangeError(`There is no time of day "${time}" in "${timeZone}".`);
}
