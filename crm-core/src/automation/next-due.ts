import { DateTime } from 'luxon';
import { startOfDay } from '../entity/days.ts';
import { InvalidError } from '../errors.ts';
import type { Wait } from './definition.schema.ts';
import { afterDuration } from './duration.ts';

/**
 * When a wait is over.
 *
 * @param zone - where the record is, else of the workspace
 */
export function dueAfter(
  wait: Wait,
  now: Date,
  record: Readonly<Record<string, unknown>>,
  zone: string,
): Date {
  if ('for' in wait) return afterDuration(now, wait.for, zone);
  if ('event' in wait) return afterDuration(now, wait.within, zone);
  if ('until' in wait) {
    const [hour = 9, minute = 0] = wait.until.split(':').map(Number);
    const at = DateTime.fromJSDate(now, { zone });
    const today = at.set({ hour, minute, second: 0, millisecond: 0 });
    return (today > at ? today : today.plus({ days: 1 })).toJSDate();
  }
  const value = record[wait.field];
  const start =
    value instanceof Date
      ? value
      : typeof value === 'string' && value
        ? startOfDay(value.slice(0, 10), zone)
        : undefined;
  if (!start || Number.isNaN(start.getTime()))
    throw new InvalidError(`The record has no date in “${wait.field}” to wait for.`);
  return DateTime.fromJSDate(start, { zone }).plus({ days: wait.days }).toJSDate();
}
