import { DateTime } from 'luxon';
import type { Duration } from './definition.schema.ts';

/** Days and weeks are those of the calendar: whatever the clocks do in between, it is the same time of day. */
export function afterDuration(from: Date, { amount, unit }: Duration, timeZone: string): Date {
  return DateTime.fromJSDate(from, { zone: timeZone })
    .plus({ [unit]: amount })
    .toJSDate();
}

/** "2 days". */
export const durationInWords = ({ amount, unit }: Duration): string =>
  `${amount} ${amount === 1 ? unit.slice(0, -1) : unit}`;
