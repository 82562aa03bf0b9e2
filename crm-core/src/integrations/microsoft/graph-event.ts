import { DateTime } from 'luxon';
import { z } from 'zod';
import type { EventContent, OutsideEvent } from '../calendar/calendar-provider.ts';
import { graphRecurrence, recurrenceSchema, rruleOf } from './graph-recurrence.ts';
import { dateOf, dayOf, instantOf, momentOf, momentSchema, zoneOf } from './graph-time.ts';

/** Properties of ours on events there; the set is our own, which nobody else writes to. */
const SET = '{6b1d3d5c-7a0b-4f0c-9d53-0c11a47ac1e2}';
/** Of which record it is. */
export const RECORD_PROPERTY = `String ${SET} Name CliantaId`;
/** The rule that was written, in its own words. */
export const RULE_PROPERTY = `String ${SET} Name CliantaRule`;

/** An event as Graph has it, as far as it is read. Of an occurrence it may have no more than its times. */
export const eventSchema = z.object({
  id: z.string(),
  changeKey: z.string().nullish(),
  '@odata.etag': z.string().nullish(),
  '@removed': z.unknown().optional(),
  type: z.string().nullish(),
  seriesMasterId: z.string().nullish(),
  subject: z.string().nullish(),
  location: z.object({ displayName: z.string().nullish() }).nullish(),
  start: momentSchema.nullish(),
  end: momentSchema.nullish(),
  originalStart: z.string().nullish(),
  originalStartTimeZone: z.string().nullish(),
  isAllDay: z.boolean().nullish(),
  isCancelled: z.boolean().nullish(),
  showAs: z.string().nullish(),
  responseStatus: z.object({ response: z.string().nullish() }).nullish(),
  iCalUId: z.string().nullish(),
  transactionId: z.string().nullish(),
  lastModifiedDateTime: z.string().nullish(),
  recurrence: recurrenceSchema.nullish(),
  cancelledOccurrences: z.array(z.string()).nullish(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })).nullish(),
});
export type GraphEvent = z.output<typeof eventSchema>;
export const masterSchema = eventSchema.extend({ exceptionOccurrences: z.array(eventSchema).nullish() });
export type GraphMaster = z.output<typeof masterSchema>;

/** How Graph counts the changes of an event; what it does not count is compared by its times. */
export const versionOf = (event: GraphEvent): string =>
  event.changeKey ??
  event['@odata.etag'] ??
  [event.start?.dateTime, event.end?.dateTime, event.subject].join(' ');

/** @param prefix - that the marks of ours begin with */
export function recordOf({ transactionId }: GraphEvent, prefix: string): string | undefined {
  return transactionId?.startsWith(prefix) ? transactionId.slice(prefix.length).split('-')[0] : undefined;
}

/** @param series - that it is one of; its words are those of one that has none of its own */
export function outsideEvent(event: GraphEvent, prefix: string, series?: GraphEvent): OutsideEvent {
  const ours = series ? undefined : recordOf(event, prefix);
  const isDeclined = (event.responseStatus ?? series?.responseStatus)?.response === 'declined';
  const content = contentOfGraph({ ...event, ...(series && wordsOf(event, series)) });
  return {
    id: event.id,
    version: versionOf(event),
    changedAt: new Date(event.lastModifiedDateTime ?? series?.lastModifiedDateTime ?? 0),
    isGone: Boolean(event.isCancelled) || isDeclined || !content,
    ...(ours && { ours }),
    ...(!series && event.iCalUId && { uid: event.iCalUId }),
    ...(content && { content }),
  };
}

/** A series of ours, with those of it that were moved there; those that were left out are in its content. */
export function outsideSeries(master: GraphMaster, prefix: string): OutsideEvent[] {
  const whole = outsideEvent(master, prefix);
  const exceptions = (master.exceptionOccurrences ?? []).flatMap((one) => {
    const originalAt = one.originalStart ? new Date(one.originalStart) : undefined;
    const moved = outsideEvent(one, prefix, master);
    return originalAt ? { ...moved, exceptionOf: { id: master.id, originalAt } } : [];
  });
  return [whole, ...exceptions];
}

const wordsOf = (event: GraphEvent, series: GraphEvent) => ({
  subject: event.subject ?? series.subject,
  location: event.location ?? series.location,
  showAs: event.showAs ?? series.showAs,
  isAllDay: event.isAllDay ?? series.isAllDay,
  originalStartTimeZone: event.originalStartTimeZone ?? series.originalStartTimeZone,
});

function contentOfGraph(event: GraphEvent): EventContent | undefined {
  const { start, end, subject, showAs } = event;
  if (!start || !end) return undefined;
  const zone = zoneOf(event.originalStartTimeZone) ?? zoneOf(start.timeZone) ?? 'UTC';
  const location = event.location?.displayName?.trim();
  const rrule = ruleOf(event, zone);
  const common = {
    title: subject?.trim() || 'Busy',
    zone,
    ...(location && { location }),
    ...(rrule && { rrule }),
    exDates: leftOutOf(event, zone),
    isFree: showAs === 'free' || showAs === 'workingElsewhere',
  };
  if (event.isAllDay) {
    const [first, after] = [dateOf(start, zone), dateOf(end, zone)];
    if (!first || !after) return undefined;
    // Outlook names the day after the last one
    const last = DateTime.fromISO(after, { zone: 'utc' }).minus({ days: 1 }).toFormat('yyyy-MM-dd');
    const isNone = last < first;
    return { ...common, startDate: first, endDate: isNone ? first : last };
  }
  const [startAt, endAt] = [instantOf(start), instantOf(end)];
  // an appointment without length takes no time
  return startAt && endAt && endAt > startAt ? { ...common, startAt, endAt } : undefined;
}

/** In the words that it was written in, as long as it says the same. */
function ruleOf({ recurrence, start, ...event }: GraphEvent, zone: string): string | undefined {
  if (!recurrence) return undefined;
  const there = rruleOf(recurrence);
  const written = event.singleValueExtendedProperties?.find(({ id }) => isNamed(id, RULE_PROPERTY))?.value;
  const startAt = start && instantOf(start);
  if (!written || !startAt) return there;
  return rruleOf(graphRecurrence(written, startAt, zone)) === there ? written : there;
}

/** Graph writes the ids of properties in its own letters. */
const isNamed = (id: string, property: string) => id.toLowerCase() === property.toLowerCase();

/** `OID.<series>.2026-03-09`. */
function leftOutOf({ cancelledOccurrences, start }: GraphEvent, zone: string): Date[] {
  const begins = start && instantOf(start);
  if (!begins) return [];
  const { hour, minute, second } = DateTime.fromJSDate(begins, { zone });
  return (cancelledOccurrences ?? []).flatMap((id) => {
    const date = /\.(\d{4}-\d{2}-\d{2})$/.exec(id)?.[1];
    return date ? DateTime.fromISO(date, { zone }).set({ hour, minute, second }).toJSDate() : [];
  });
}

/** One of ours as Graph takes it. */
export function graphEvent(
  content: EventContent,
  { recordId, details }: { recordId: string; details: string },
): Record<string, unknown> {
  const { title, location, startAt, endAt, startDate, endDate, zone, rrule, isFree } = content;
  const after = (date: string) =>
    DateTime.fromISO(date, { zone: 'utc' }).plus({ days: 1 }).toFormat('yyyy-MM-dd');
  const first = startAt ?? (startDate && DateTime.fromISO(startDate, { zone }).toJSDate());
  return {
    subject: title,
    body: { contentType: 'text', content: details },
    location: { displayName: location ?? '' },
    isAllDay: startDate !== undefined,
    ...(startDate
      ? { start: dayOf(startDate, zone), end: dayOf(after(endDate ?? startDate), zone) }
      : { ...(startAt && { start: momentOf(startAt, zone) }), ...(endAt && { end: momentOf(endAt, zone) }) }),
    recurrence: rrule && first ? graphRecurrence(rrule, first, zone) : null,
    showAs: isFree ? 'free' : 'busy',
    singleValueExtendedProperties: [
      { id: RECORD_PROPERTY, value: recordId },
      ...(rrule ? [{ id: RULE_PROPERTY, value: rrule }] : []),
    ],
  };
}
