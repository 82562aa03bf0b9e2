import { DateTime, Duration } from 'luxon';
import { findIana } from 'windows-iana';
import { isDay } from '../../entity/days.ts';
import { timeZoneNamed } from '../../entity/platform-values.ts';
import type { Attendee } from '../calendar-event/calendar-event.schema.ts';
import { requireRule } from '../calendar-event/recurrence.ts';
import type { IcsEvent, IcsTime } from './read-ics.ts';

/** An event of a file, as the calendar keeps it. */
export interface FileEvent {
  uid: string;
  sequence: number;
  title: string;
  location?: string;
  agenda?: string;
  startAt?: Date;
  endAt?: Date;
  startDate?: string;
  endDate?: string;
  zone: string;
  rrule?: string;
  exDates: Date[];
  overrides: Array<{ originalAt: Date; startAt: Date; endAt: Date }>;
  status: 'tentative' | 'confirmed' | 'cancelled';
  showAs: 'busy' | 'free';
  attendees: Attendee[];
}

export interface FileCalendar {
  events: FileEvent[];
  /** What could not be taken in, with why. */
  refused: Array<{ title: string; why: string }>;
}

class Unreadable extends Error {}

/** What a zone is called in a file: IANA, by Windows (Outlook), or with a path of the program before it. */
export function zoneCalled(name: string): string | undefined {
  const plain = name.replace(/^["/]+|["]+$/g, '');
  const windows = findIana(plain)[0];
  const tail = /(?:^|\/)([A-Za-z_]+\/[A-Za-z_/+-]+)$/.exec(plain)?.[1];
  return timeZoneNamed(plain) ?? windows ?? (tail && timeZoneNamed(tail));
}

/**
 * The events of a file, with those of a series that were moved put to their series.
 *
 * @param usual - the zone of what names none: the file's own, else that of whoever brings it in
 */
export function eventsOf(given: readonly IcsEvent[], usual: string): FileCalendar {
  const events = new Map<string, FileEvent>();
  const refused: FileCalendar['refused'] = [];
  const [changed, masters] = [[] as IcsEvent[], [] as IcsEvent[]];
  for (const event of given) (event.recurrenceId ? changed : masters).push(event);
  const tried = (event: IcsEvent, work: () => void) => {
    try {
      work();
    } catch (error) {
      refused.push({ title: event.title ?? 'Without a title', why: (error as Error).message });
    }
  };
  for (const event of masters)
    tried(event, () => {
      const value = valuesOf(event, usual);
      const known = events.get(value.uid);
      if (!known || known.sequence <= value.sequence) events.set(value.uid, value);
    });
  for (const event of changed)
    tried(event, () => {
      const series = events.get(event.uid ?? '');
      if (!series?.rrule || !event.recurrenceId) return;
      const originalAt = instantOf(event.recurrenceId, series.zone).toJSDate();
      const { startAt, endAt, status } = valuesOf({ ...event, rule: undefined }, usual);
      if (status === 'cancelled' || !startAt || !endAt) series.exDates.push(originalAt);
      else series.overrides.push({ originalAt, startAt, endAt });
    });
  return { events: [...events.values()], refused };
}

function valuesOf(event: IcsEvent, usual: string): FileEvent {
  const { start, rule } = event;
  if (!event.uid) throw new Unreadable('it has no UID');
  if (!start) throw new Unreadable('it does not say when it begins');
  const zone = zoneOf(start, usual);
  const times = start.isDay ? daysOf(event, start) : timesOf(event, start, zone);
  const rrule = rule?.replace(/^RRULE:/i, '').trim();
  if (rrule) {
    if (rrule.length > 500) throw new Unreadable('its rule is too long');
    requireRule(rrule, times.startAt ?? DateTime.fromISO(start.value, { zone }).toJSDate(), zone);
  }
  return {
    uid: event.uid.slice(0, 500),
    sequence: Math.max(0, Math.trunc(event.sequence)),
    title: (event.title?.trim() || 'Busy').slice(0, 300),
    ...(event.location?.trim() && { location: event.location.trim().slice(0, 300) }),
    ...(event.description?.trim() && { agenda: event.description.trim().slice(0, 5_000) }),
    ...times,
    zone,
    ...(rrule && { rrule }),
    exDates: event.except.map((one) => instantOf(one, zone).toJSDate()).slice(0, 730),
    overrides: [],
    status: statusOf(event.status),
    showAs: event.transparency?.toUpperCase() === 'TRANSPARENT' ? 'free' : 'busy',
    attendees: attendeesOf(event),
  };
}

function timesOf(event: IcsEvent, start: IcsTime, zone: string): { startAt: Date; endAt: Date } {
  const from = instantOf(start, zone);
  const to = event.end
    ? instantOf(event.end, zone)
    : event.duration
      ? from.plus(Duration.fromISO(event.duration))
      : from;
  if (!to.isValid || to < from) throw new Unreadable('it ends before it begins');
  // what has no length is shown, and takes no time
  return { startAt: from.toJSDate(), endAt: (to > from ? to : from.plus({ minutes: 1 })).toJSDate() };
}

/** The end of whole days is excluded in a file, and included here. */
function daysOf(
  event: IcsEvent,
  start: IcsTime,
): { startDate: string; endDate: string; startAt?: Date; endAt?: Date } {
  if (!isDay(start.value)) throw new Unreadable(`${start.value} is no day`);
  const days = event.duration ? Duration.fromISO(event.duration).as('days') : 1;
  const first = DateTime.fromISO(start.value, { zone: 'utc' });
  const end =
    event.end && isDay(event.end.value)
      ? DateTime.fromISO(event.end.value, { zone: 'utc' })
      : first.plus({ days: Math.max(1, days) });
  const last = end > first ? end.minus({ days: 1 }) : first;
  return { startDate: start.value, endDate: last.toFormat('yyyy-MM-dd') };
}

function zoneOf({ value, zone, isDay: whole }: IcsTime, usual: string): string {
  if (whole || (!zone && !value.endsWith('Z'))) return usual;
  if (!zone) return 'UTC';
  const known = zoneCalled(zone);
  if (known) return known;
  throw new Unreadable(`its time zone “${zone}” is unknown`);
}

/** @throws Unreadable for a day that there is not: parsers turn 30 February into 1 March */
function instantOf(time: IcsTime, usual: string): DateTime {
  const zone = zoneOf(time, usual);
  const at = DateTime.fromISO(time.value, { zone });
  if (!at.isValid) throw new Unreadable(`${time.value} is no time`);
  return at;
}

function statusOf(status: string | undefined): FileEvent['status'] {
  switch (status?.toUpperCase()) {
    case 'CANCELLED':
      return 'cancelled';
    case 'TENTATIVE':
      return 'tentative';
    default:
      return 'confirmed';
  }
}

const RESPONSES: Readonly<Record<string, Attendee['response']>> = {
  ACCEPTED: 'accepted',
  DECLINED: 'declined',
  TENTATIVE: 'tentative',
};

const attendeesOf = ({ attendees }: IcsEvent): Attendee[] =>
  attendees.flatMap(({ address, name, state }) => {
    const email = /^mailto:([^\s@]+@[^\s@]+\.[^\s@]+)$/i.exec(address)?.[1]?.toLowerCase();
    const called = (name ?? email)?.trim().slice(0, 200);
    if (!called) return [];
    return [
      { name: called, ...(email && { email }), response: RESPONSES[state?.toUpperCase() ?? ''] ?? 'waiting' },
    ];
  });
