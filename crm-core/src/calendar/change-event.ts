import { DateTime } from 'luxon';
import type { CrmCore } from '../crm-core.ts';
import type { CreateInputOf } from '../entity/define-entity.ts';
import type { Scope } from '../entity/scope.ts';
import { InvalidError } from '../errors.ts';
import { BusyDays } from './busy-days.ts';
import { busyTimes } from './busy-times.ts';
import {
  CalendarEvent,
  type CalendarEventRecord,
  type TimedEvent,
} from './calendar-event/calendar-event.schema.ts';
import { isOn } from './calendar-event/event-times.ts';
import { endedBefore, ruleFrom } from './calendar-event/recurrence.ts';
import type { Stretch } from './stretch.ts';

/** Of a series: the one that is named, it and all after it, or all of them. */
export const SCOPES = ['this', 'following', 'all'] as const;
type SeriesScope = (typeof SCOPES)[number];

/** Which of a series is meant. */
export interface Which {
  scope: SeriesScope;
  /** When the series has it. */
  originalAt: Date;
}

export const timed = (event: CalendarEventRecord): TimedEvent => {
  if (!event.startAt || !event.endAt) throw new InvalidError(`${event.title} has no time.`);
  return event as TimedEvent;
};

/** Writes an event into the calendar of its people. What overlaps is theirs to decide about: see `clashes`. */
export async function scheduleEvent(
  crm: CrmCore,
  scope: Scope,
  values: CreateInputOf<typeof CalendarEvent>,
): Promise<TimedEvent> {
  const event = timed(await crm.records(CalendarEvent).create(scope, values));
  await noted(crm, event);
  return event;
}

/** What its people have at that time already: those who have it, by their user's ids, with the events. */
export async function clashes(
  crm: CrmCore,
  workspaceId: string,
  userIds: readonly string[],
  within: Stretch,
  except?: string,
): Promise<Map<string, string[]>> {
  const busy = await busyTimes(crm, workspaceId, userIds, within, except);
  return new Map(
    [...busy].flatMap(([userId, times]) =>
      times.length > 0 ? [[userId, [...new Set(times.map(({ eventId }) => eventId))]] as const] : [],
    ),
  );
}

/**
 * Puts an event somewhere else in time. Of a series the one named is moved, or those from it on become a series of their own,
 * or all move by as much as it does, on the clock of the wall.
 */
export async function moveEvent(
  crm: CrmCore,
  scope: Scope,
  before: TimedEvent,
  to: { startAt: Date; endAt: Date },
  which?: Which,
): Promise<TimedEvent> {
  const events = crm.records(CalendarEvent);
  const options = { version: before.version };
  if (!before.rrule || !which) {
    const after = timed(await events.update(scope, before.id, daysOrTimes(before, to), options));
    await noted(crm, after);
    return after;
  }
  const { originalAt } = which;
  if (which.scope === 'this') {
    const others = before.overrides.filter((one) => one.originalAt.getTime() !== originalAt.getTime());
    return timed(
      await events.update(scope, before.id, { overrides: [...others, { originalAt, ...to }] }, options),
    );
  }
  const shift = shiftOf(before, originalAt, to);
  if (which.scope === 'all' || originalAt.getTime() <= before.startAt.getTime())
    return timed(await events.update(scope, before.id, shifted(before, shift), options));
  const later = await events.create(scope, {
    ...copied(before),
    ...to,
    rrule: turned(ruleFrom(before, before.rrule, originalAt), shift.days),
  });
  await events.update(scope, before.id, { rrule: endedBefore(before.rrule, originalAt) }, options);
  return timed(later);
}

/** Takes an event out of the calendars. Of a series the one named, those from it on, or all. */
export async function cancelEvent(
  crm: CrmCore,
  scope: Scope,
  before: TimedEvent,
  reason: string | undefined,
  which?: Which,
): Promise<TimedEvent> {
  const events = crm.records(CalendarEvent);
  const isPart = before.rrule && which && which.scope !== 'all';
  const isFromStart = which?.scope === 'following' && which.originalAt <= before.startAt;
  if (isPart && !isFromStart && before.rrule) {
    const { originalAt } = which;
    return timed(
      await events.update(
        scope,
        before.id,
        which.scope === 'this'
          ? { exDates: [...before.exDates, originalAt] }
          : { rrule: endedBefore(before.rrule, originalAt) },
        { version: before.version },
      ),
    );
  }
  const after = timed(
    await events.update(scope, before.id, {
      status: 'cancelled',
      ...(reason && { cancelReason: reason }),
    }),
  );
  await new BusyDays(crm).release(before.workspaceId, before.id);
  return after;
}

/** Bookings see what was decided; a series is read from its rule instead. */
export async function noted(crm: CrmCore, event: TimedEvent): Promise<void> {
  const days = new BusyDays(crm);
  const { workspaceId, id } = event;
  if (event.rrule || event.startDate || event.showAs === 'free' || !isOn(event)) {
    await days.release(workspaceId, id, undefined, true);
    return;
  }
  const at = { from: event.startAt.getTime(), to: event.endAt.getTime() };
  const declined = new Set(
    event.attendees.flatMap(({ userId, response }) => (response === 'declined' && userId ? userId : [])),
  );
  const taken = await days.taken(workspaceId, event.peopleIds, at);
  // a booking has its time already, with what stays free around it
  const userIds = event.peopleIds.filter(
    (one) =>
      !declined.has(one) &&
      !taken.get(one)?.some(({ ref, from, to }) => ref === id && from === at.from && to === at.to),
  );
  const linkId = event.schedulerId;
  await days.note({ workspaceId, userIds, ref: id, ...at, ...(linkId && { linkId }) });
  await days.release(workspaceId, id, at, true);
}

/** What is in the trash takes no time; what comes back from it, or was undone, does again. */
export async function followed(
  crm: CrmCore,
  workspaceId: string,
  id: string,
  event: CalendarEventRecord | undefined,
): Promise<void> {
  if (event && !event.isDeleted) await noted(crm, timed(event));
  else await new BusyDays(crm).release(workspaceId, id, undefined, true);
}

/** A whole day that is moved stays one. */
function daysOrTimes({ startDate, zone }: TimedEvent, to: { startAt: Date; endAt: Date }) {
  if (!startDate) return to;
  const day = (at: Date) => DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd');
  return { startDate: day(to.startAt), endDate: day(new Date(to.endAt.getTime() - 1)) };
}

interface Shift {
  days: number;
  minutes: number;
  lengthMs: number;
}

/** By how much the one named moves on the clock of the wall, and how long it is then. */
function shiftOf({ zone }: TimedEvent, originalAt: Date, to: { startAt: Date; endAt: Date }): Shift {
  const wall = (at: Date) => DateTime.fromJSDate(at, { zone });
  const [was, is] = [wall(originalAt), wall(to.startAt)];
  return {
    days: Math.round(is.startOf('day').diff(was.startOf('day'), 'days').days),
    minutes: is.hour * 60 + is.minute - (was.hour * 60 + was.minute),
    lengthMs: to.endAt.getTime() - to.startAt.getTime(),
  };
}

function shifted(event: TimedEvent, { days, minutes, lengthMs }: Shift) {
  const by = (at: Date): Date => {
    const wall = DateTime.fromJSDate(at, { zone: event.zone }).plus({ days });
    const minute = wall.hour * 60 + wall.minute + minutes;
    return wall.set({ hour: Math.floor(minute / 60), minute: minute % 60 }).toJSDate();
  };
  const startAt = by(event.startAt);
  return {
    startAt,
    endAt: new Date(startAt.getTime() + lengthMs),
    exDates: event.exDates.map(by),
    overrides: event.overrides.map((one) => ({ ...one, originalAt: by(one.originalAt) })),
    ...(days !== 0 && event.rrule && { rrule: turned(event.rrule, days) }),
  };
}

const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** "BYDAY=MO" is a Tuesday once all have moved by a day. */
const turned = (rrule: string, days: number): string =>
  rrule.replace(/BYDAY=([^;]+)/i, (_, list: string) => {
    const moved = list.replace(/(MO|TU|WE|TH|FR|SA|SU)/gi, (day) => {
      const at = WEEKDAYS.indexOf(day.toUpperCase());
      return WEEKDAYS[(((at + days) % 7) + 7) % 7] ?? day;
    });
    return `BYDAY=${moved}`;
  });

/** What a series that begins in another one has of it. */
function copied(event: TimedEvent): CreateInputOf<typeof CalendarEvent> & { rrule?: string | undefined } {
  const { title, ownerId, zone, showAs, attendees, contactIds, companyId, opportunityId, location, agenda } =
    event;
  return {
    title,
    ownerId,
    zone,
    showAs,
    attendees,
    contactIds,
    isShared: event.isShared,
    ...(companyId && { companyId }),
    ...(opportunityId && { opportunityId }),
    ...(location && { location }),
    ...(agenda && { agenda }),
  };
}
