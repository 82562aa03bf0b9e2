import { DateTime } from 'luxon';
import { findIana, findWindows } from 'windows-iana';
import { z } from 'zod';
import { timeZoneNamed } from '../../entity/platform-values.ts';

export const momentSchema = z.object({ dateTime: z.string(), timeZone: z.string().nullish() });
export type GraphMoment = z.output<typeof momentSchema>;

/** A zone that Outlook names in Windows' words, or as we do. */
export function zoneOf(named: string | null | undefined): string | undefined {
  if (!named) return undefined;
  return timeZoneNamed(named) ?? findIana(named)[0];
}

export function instantOf({ dateTime, timeZone }: GraphMoment): Date | undefined {
  const read = DateTime.fromISO(dateTime, { zone: zoneOf(timeZone) ?? 'utc' });
  return read.isValid ? read.toJSDate() : undefined;
}

/** A time in its zone, as Outlook takes it; one that Windows has no name for is given in UTC. */
export function momentOf(at: Date, zone: string): GraphMoment {
  const [windows] = findWindows(zone);
  const local = DateTime.fromJSDate(at, { zone: windows ? zone : 'utc' });
  return { dateTime: local.toFormat("yyyy-MM-dd'T'HH:mm:ss"), timeZone: windows ?? 'UTC' };
}

/** A whole day begins at its midnight, wherever that is. */
export const dayOf = (date: string, zone: string): GraphMoment => ({
  dateTime: `${date}T00:00:00`,
  timeZone: findWindows(zone)[0] ?? 'UTC',
});

/** The day that a whole-day meeting begins on, or ends before. */
export function dateOf(moment: GraphMoment, zone: string): string | undefined {
  if (moment.dateTime.slice(11, 19) === '00:00:00') return moment.dateTime.slice(0, 10);
  const at = instantOf(moment);
  return at && DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd');
}
