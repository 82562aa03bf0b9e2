import { DateTime } from 'luxon';
import { z } from 'zod';
import { timeZoneNamed } from '../../entity/platform-values.ts';
import type { EventContent, OutsideEvent } from '../calendar/calendar-provider.ts';

/** Marks ours; only this client sees it. */
const MARK = 'cliantaId';

const momentSchema = z.object({
  date: z.string().optional(),
  dateTime: z.string().optional(),
  timeZone: z.string().optional(),
});

/** An event as Google has it, as far as it is read. */
export const eventSchema = z.object({
  id: z.string(),
  etag: z.string().default(''),
  status: z.string().optional(),
  updated: z.string().optional(),
  summary: z.string().optional(),
  location: z.string().optional(),
  start: momentSchema.optional(),
  end: momentSchema.optional(),
  recurrence: z.array(z.string()).optional(),
  recurringEventId: z.string().optional(),
  originalStartTime: momentSchema.optional(),
  transparency: z.string().optional(),
  iCalUID: z.string().optional(),
  attendees: z
    .array(z.object({ self: z.boolean().optional(), responseStatus: z.string().optional() }))
    .optional(),
  extendedProperties: z.object({ private: z.record(z.string(), z.string()).optional() }).optional(),
});
export type GoogleEvent = z.output<typeof eventSchema>;

/** @param zone - of the calendar, where the event names none */
export function outsideEvent(event: GoogleEvent, zone: string): OutsideEvent {
  const ours = event.extendedProperties?.private?.[MARK];
  const isDeclined = event.attendees?.some((one) => one.self && one.responseStatus === 'declined') ?? false;
  const content = contentOfGoogle(event, zone);
  const originalAt = event.originalStartTime && instantOf(event.originalStartTime, zone);
  return {
    id: event.id,
    version: event.etag,
    changedAt: new Date(event.updated ?? 0),
    isGone: event.status === 'cancelled' || isDeclined || !content,
    ...(ours && { ours }),
    ...(event.iCalUID && { uid: event.iCalUID }),
    ...(content && { content }),
    ...(event.recurringEventId && originalAt && { exceptionOf: { id: event.recurringEventId, originalAt } }),
  };
}

function contentOfGoogle(event: GoogleEvent, usual: string): EventContent | undefined {
  const { start, end, summary, location, transparency, recurrence = [] } = event;
  if (!start || !end) return undefined;
  const named = start.timeZone ?? usual;
  const zone = timeZoneNamed(named) ?? usual;
  const rule = recurrence.find((line) => line.startsWith('RRULE:'));
  const common = {
    title: summary?.trim() || 'Busy',
    zone,
    ...(location && { location }),
    ...(rule && { rrule: rule.slice('RRULE:'.length) }),
    exDates: recurrence.filter((line) => line.startsWith('EXDATE')).flatMap((line) => exDatesOf(line, zone)),
    isFree: transparency === 'transparent',
  };
  if (start.date && end.date) {
    // Google names the day after the last one
    const last = DateTime.fromISO(end.date, { zone: 'utc' }).minus({ days: 1 }).toFormat('yyyy-MM-dd');
    const isNone = last < start.date;
    return { ...common, startDate: start.date, endDate: isNone ? start.date : last };
  }
  const [startAt, endAt] = [instantOf(start, zone), instantOf(end, zone)];
  // an appointment without length takes no time
  return startAt && endAt && endAt > startAt ? { ...common, startAt, endAt } : undefined;
}

function instantOf(
  { date, dateTime, timeZone }: z.output<typeof momentSchema>,
  zone: string,
): Date | undefined {
  const read = DateTime.fromISO(dateTime ?? date ?? '', { zone: timeZone ?? zone });
  return read.isValid ? read.toJSDate() : undefined;
}

/** `EXDATE;TZID=Europe/Berlin:20260301T090000,20260308T090000`. */
function exDatesOf(line: string, usual: string): Date[] {
  const [head = '', values = ''] = line.split(':', 2);
  const zone = /TZID=([^;:]+)/.exec(head)?.[1] ?? usual;
  return values.split(',').flatMap((text) => {
    const isUtc = text.endsWith('Z');
    const form = text.includes('T') ? "yyyyMMdd'T'HHmmss" : 'yyyyMMdd';
    const read = DateTime.fromFormat(text.replace(/Z$/, ''), form, { zone: isUtc ? 'utc' : zone });
    return read.isValid ? [read.toJSDate()] : [];
  });
}

/** One of ours as Google takes it. */
export function googleEvent(
  content: EventContent,
  { recordId, details }: { recordId: string; details: string },
): Record<string, unknown> {
  const { title, location, startAt, endAt, startDate, endDate, zone, rrule, exDates, isFree } = content;
  const day = (date: string, days: number) =>
    DateTime.fromISO(date, { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd');
  const stamp = (at: Date) => DateTime.fromJSDate(at, { zone: 'utc' }).toFormat("yyyyMMdd'T'HHmmss'Z'");
  return {
    status: 'confirmed',
    summary: title,
    location: location ?? '',
    description: details,
    // a time that is not of that kind is to go
    start: startDate
      ? { date: startDate, dateTime: null, timeZone: null }
      : { dateTime: startAt?.toISOString(), timeZone: zone, date: null },
    end: startDate
      ? { date: day(endDate ?? startDate, 1), dateTime: null, timeZone: null }
      : { dateTime: endAt?.toISOString(), timeZone: zone, date: null },
    recurrence: rrule
      ? [`RRULE:${rrule}`, ...(exDates.length > 0 ? [`EXDATE:${exDates.map(stamp).join(',')}`] : [])]
      : [],
    transparency: isFree ? 'transparent' : 'opaque',
    extendedProperties: { private: { [MARK]: recordId } },
  };
}
