import ical, {
  ICalAttendeeStatus,
  type ICalCalendar,
  ICalCalendarMethod,
  type ICalEvent,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator';
import { DateTime } from 'luxon';
import { tzlib_get_ical_block } from 'timezones-ical-library';
import type { Attendee, TimedEvent } from '../calendar-event/calendar-event.schema.ts';
import { isOn } from '../calendar-event/event-times.ts';

export interface Organiser {
  name: string;
  email: string;
}

const STATUS: Readonly<Record<Attendee['response'], ICalAttendeeStatus>> = {
  waiting: ICalAttendeeStatus.NEEDSACTION,
  accepted: ICalAttendeeStatus.ACCEPTED,
  declined: ICalAttendeeStatus.DECLINED,
  tentative: ICalAttendeeStatus.TENTATIVE,
};

/**
 * An event as an invitation that calendars take in. The same event keeps its UID and organiser, and a change counts its
 * SEQUENCE up, so that it is moved there and not added again.
 */
export function invitationOf(event: TimedEvent, organiser: Organiser): string {
  const calendar = aCalendar(isOn(event) ? ICalCalendarMethod.REQUEST : ICalCalendarMethod.CANCEL);
  const one = added(calendar, event, organiser);
  if (event.agenda) one.description(event.agenda);
  for (const attendee of event.attendees)
    if (attendee.email && attendee.email !== organiser.email)
      one.createAttendee({
        name: attendee.name,
        email: attendee.email,
        rsvp: attendee.response === 'waiting',
        status: STATUS[attendee.response],
      });
  return calendar.toString();
}

/** What stands in a calendar, to be looked at elsewhere. It asks nobody to come, so attendees are words (RFC 5546, 3.2.1). */
export function feedFile(
  name: string,
  entries: ReadonlyArray<{ event: TimedEvent; organiser?: Organiser | undefined }>,
): string {
  const calendar = aCalendar(ICalCalendarMethod.PUBLISH);
  calendar.name(name);
  for (const { event, organiser } of entries) {
    const one = added(calendar, event, organiser);
    const names = event.attendees.map((attendee) => attendee.name);
    const words = [...(names.length > 0 ? [`With ${names.join(', ')}`] : []), event.agenda ?? ''];
    const description = words.filter(Boolean).join('\n\n');
    if (description) one.description(description);
    one.transparency(
      event.showAs === 'free' ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    );
  }
  return calendar.toString();
}

function aCalendar(method: ICalCalendarMethod): ICalCalendar {
  const calendar = ical({ prodId: '//Clianta//Calendar//EN', method });
  // only of a series does the zone matter: the time of anything else is the same in all of them
  calendar.timezone({ name: null, generator: (zone) => tzlib_get_ical_block(zone)[0] ?? null });
  return calendar;
}

/** The event in the calendar, without who attends. */
function added(calendar: ICalCalendar, event: TimedEvent, organiser: Organiser | undefined): ICalEvent {
  const zone = event.rrule ? event.zone : 'utc';
  const at = (instant: Date) => DateTime.fromJSDate(instant, { zone });
  const day = (date: string) => DateTime.fromISO(date, { zone: 'utc' });
  const one = calendar.createEvent({
    id: event.uid,
    sequence: event.sequence,
    stamp: DateTime.fromJSDate(event.updatedAt, { zone: 'utc' }),
    start: event.startDate ? day(event.startDate) : at(event.startAt),
    end: event.startDate ? day(event.endDate ?? event.startDate).plus({ days: 1 }) : at(event.endAt),
    ...(event.startDate && { allDay: true }),
    ...(event.rrule && !event.startDate && { timezone: event.zone }),
    summary: event.title,
    ...(event.location && { location: event.location }),
    status: statusOf(event),
    ...(organiser && { organizer: { name: organiser.name, email: organiser.email } }),
  });
  if (event.rrule) one.repeating(ruleLines(event));
  return one;
}

function statusOf(event: TimedEvent): ICalEventStatus {
  if (!isOn(event)) return ICalEventStatus.CANCELLED;
  return event.status === 'tentative' ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}

/** The rule with what was taken out; of one that was moved the old time is out and the new one in. */
function ruleLines({ rrule, exDates, overrides, zone, startDate }: TimedEvent): string {
  const [kind, format] = startDate ? ['VALUE=DATE', 'yyyyMMdd'] : [`TZID=${zone}`, "yyyyMMdd'T'HHmmss"];
  const stamp = (at: Date) => DateTime.fromJSDate(at, { zone }).toFormat(format);
  const out = [...exDates, ...overrides.map(({ originalAt }) => originalAt)];
  const line = (name: string, dates: readonly Date[]) =>
    dates.length > 0 ? [`${name};${kind}:${dates.map(stamp).join(',')}`] : [];
  return [
    `RRULE:${rrule}`,
    ...line('EXDATE', out),
    ...line(
      'RDATE',
      overrides.map(({ startAt }) => startAt),
    ),
  ].join('\r\n');
}
