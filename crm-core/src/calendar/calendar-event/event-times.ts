import { DateTime } from 'luxon';
import { startOfDay } from '../../entity/days.ts';
import { InvalidError } from '../../errors.ts';
import type { Override } from './recurrence.ts';

/** When an event is, as it is said: by times, or by whole days. */
interface Said {
  startAt?: Date | undefined;
  endAt?: Date | undefined;
  startDate?: string | undefined;
  endDate?: string | undefined;
  zone: string;
}

interface Timing extends Said {
  rrule?: string | undefined;
  exDates: readonly Date[];
  overrides: readonly Override[];
  status: string;
}

/** Longer than this is no meeting, and no holiday either. */
const MOST_MS = 366 * 86_400_000;

export const isOn = ({ status }: { status: string }): boolean => status !== 'cancelled';

/** @throws InvalidError for times that are none */
export function timesOf({ startAt, endAt, startDate, endDate, zone }: Said): { startAt: Date; endAt: Date } {
  if (startDate) {
    const last = endDate ?? startDate;
    if (last < startDate) throw new InvalidError('It ends before it begins.', { endDate: 'is too early' });
    const next = DateTime.fromISO(last, { zone: 'utc' }).plus({ days: 1 }).toFormat('yyyy-MM-dd');
    return { startAt: startOfDay(startDate, zone), endAt: startOfDay(next, zone) };
  }
  if (!startAt || !endAt)
    throw new InvalidError('When is it? Say when it begins and ends.', { startAt: 'is missing' });
  const ms = endAt.getTime() - startAt.getTime();
  if (ms <= 0) throw new InvalidError('It ends before it begins.', { endAt: 'is too early' });
  if (ms > MOST_MS) throw new InvalidError('Nothing lasts longer than a year.', { endAt: 'is too late' });
  return { startAt, endAt };
}

/** Whatever makes calendars show it elsewhere; cancelling counts as well. */
export const timing = (event: Timing): string =>
  JSON.stringify([
    event.startAt,
    event.endAt,
    event.startDate ?? null,
    event.endDate ?? null,
    event.zone,
    event.rrule ?? null,
    event.exDates,
    event.overrides.map(({ originalAt, startAt, endAt }) => [originalAt, startAt, endAt]),
    isOn(event),
  ]);
