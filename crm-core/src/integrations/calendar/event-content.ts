import type { CalendarEventRecord } from '../../calendar/calendar-event/calendar-event.schema.ts';
import type { EventContent } from './calendar-provider.ts';

/** What of a meeting here stands in the other calendar. */
export function contentOf(event: CalendarEventRecord): EventContent {
  const { title, location, startDate, endDate, startAt, endAt, zone, rrule, exDates, showAs } = event;
  return {
    title,
    zone,
    ...(location && { location }),
    ...(startDate
      ? { startDate, endDate: endDate ?? startDate }
      : { ...(startAt && { startAt }), ...(endAt && { endAt }) }),
    ...(rrule && { rrule }),
    exDates,
    isFree: showAs === 'free',
  };
}

/** The values that are compared, field by field; time is one of them. */
export function comparedOf(content: EventContent): Record<string, unknown> {
  const { title, location = null, startAt, endAt, startDate, endDate, rrule = null, exDates } = content;
  const time = startDate
    ? { startDate, endDate }
    : { startAt: startAt?.toISOString(), endAt: endAt?.toISOString() };
  return { title, location, time, rrule, exDates: exDates.map((at) => at.toISOString()).sort() };
}

/** Everything of a meeting that came from the other calendar. */
export function valuesOf(content: EventContent): Record<string, unknown> {
  const { title, location, zone, rrule, exDates, isFree } = content;
  return {
    title: title.slice(0, 300),
    location: location?.slice(0, 300) ?? null,
    ...timeOf(content),
    zone,
    rrule: rrule ?? null,
    exDates: exDates.slice(0, 730),
    showAs: isFree ? 'free' : 'busy',
  };
}

/** @param changed - the compared fields that are taken over */
export function changesOf(content: EventContent, changed: readonly string[]): Record<string, unknown> {
  const all = valuesOf(content);
  const isTime = changed.includes('time');
  return {
    ...(changed.includes('title') && { title: all.title }),
    ...(changed.includes('location') && { location: all.location }),
    ...(isTime && { ...timeOf(content), zone: content.zone }),
    ...(changed.includes('rrule') && { rrule: all.rrule }),
    ...(changed.includes('exDates') && { exDates: all.exDates }),
  };
}

function timeOf({ startAt, endAt, startDate, endDate }: EventContent): Record<string, unknown> {
  return startDate
    ? { startDate, endDate: endDate ?? startDate, startAt: null, endAt: null }
    : { startAt, endAt, startDate: null, endDate: null };
}
