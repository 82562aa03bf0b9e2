import { DateTime } from 'luxon';
import type { CrmCore } from '../crm-core.ts';
import { startOfPeriod } from '../entity/calendar.ts';
import type { Scope } from '../entity/scope.ts';
import { NotFoundError } from '../errors.ts';
import { busyTimes } from './busy-times.ts';
import type { CalendarDays, CalendarEntry } from './calendar-days.schema.ts';
import type { TimedEvent } from './calendar-event/calendar-event.schema.ts';
import type { Occurrence } from './calendar-event/recurrence.ts';
import { overlaps, type Stretch } from './stretch.ts';
import { meetingsBetween } from './visible-events.ts';
import { workingHours } from './working-hours.ts';

const DAYS = 7;
const dayAt = (at: DateTime): string => at.toFormat('yyyy-MM-dd');

/** An entry, and on which days it stands where those do not follow from its times. */
interface Placed {
  entry: CalendarEntry;
  days?: { first: string; last: string };
}

/**
 * The week around a day in a teammate's calendar, on the reader's clock. What is private of somebody else is there as busy,
 * without what it is.
 *
 * @param around - a day of the week; left out: today
 * @throws NotFoundError for who is not in the team
 */
export async function calendarDays(
  crm: CrmCore,
  scope: Scope,
  userId: string,
  around: string | undefined,
): Promise<CalendarDays> {
  const { workspaceId } = scope;
  const { team, calendar } = await crm.facts(workspaceId);
  const person = team.find(({ id }) => id === userId);
  if (!person) throw new NotFoundError('teammate', userId);
  const { timeZone: zone } = await crm.localOf(workspaceId, scope.actor.id);
  const today = DateTime.fromJSDate(crm.now(), { zone });
  const first = startOfPeriod(around ? DateTime.fromISO(around, { zone }) : today, 'week', calendar);
  // whole days stand on the clock of whoever wrote them down
  const [from, to] = [first.minus({ days: 1 }).toJSDate(), first.plus({ days: DAYS + 1 }).toJSDate()];
  const [meetings, busy, hours] = await Promise.all([
    meetingsBetween(crm, scope, [userId], from, to),
    busyTimes(crm, workspaceId, [userId], { from: from.getTime(), to: to.getTime() }),
    workingHours(crm, workspaceId, [userId]),
  ]);
  const seen = new Set(meetings.map(({ event }) => event.id));
  const hidden = joined((busy.get(userId) ?? []).filter(({ eventId }) => !seen.has(eventId)));
  const placed = [...meetings.map(({ event, at }) => placedOf(event, at, userId)), ...hidden.map(busyEntry)];
  const free = hours.get(userId)?.holidays;
  return {
    userId,
    name: person.name,
    timeZone: zone,
    today: dayAt(today),
    previous: dayAt(first.minus({ days: DAYS })),
    next: dayAt(first.plus({ days: DAYS })),
    days: Array.from({ length: DAYS }, (_, ahead) => {
      const day = first.plus({ days: ahead });
      return { day: dayAt(day), isOff: free?.has(dayAt(day)) ?? false, entries: entriesOf(day, placed) };
    }),
  };
}

function entriesOf(day: DateTime, placed: readonly Placed[]): CalendarEntry[] {
  const within = { from: day.toMillis(), to: day.plus({ days: 1 }).toMillis() };
  const name = dayAt(day);
  return placed
    .filter(({ entry, days }) =>
      days
        ? days.first <= name && name <= days.last
        : overlaps({ from: Date.parse(entry.startAt), to: Date.parse(entry.endAt) }, within),
    )
    .map(({ entry }) => entry)
    .sort(
      (a, b) => Number(b.isWholeDay) - Number(a.isWholeDay) || Date.parse(a.startAt) - Date.parse(b.startAt),
    );
}

function placedOf(event: TimedEvent, { startAt, endAt }: Occurrence, userId: string): Placed {
  const at = (instant: Date) => DateTime.fromJSDate(instant, { zone: event.zone });
  const isWholeDay = event.startDate !== undefined;
  return {
    entry: {
      id: event.id,
      title: event.title,
      startAt: startAt.toISOString(),
      endAt: endAt.toISOString(),
      isWholeDay,
      isTentative: event.status === 'tentative',
      isDeclined: event.attendees.some((one) => one.userId === userId && one.response === 'declined'),
      ...(event.location && { location: event.location }),
      with: event.attendees.filter((one) => one.userId !== userId).map(({ name }) => name),
    },
    ...(isWholeDay && { days: { first: dayAt(at(startAt)), last: dayAt(at(endAt).minus({ days: 1 })) } }),
  };
}

const busyEntry = ({ from, to }: Stretch): Placed => ({
  entry: {
    title: 'Busy',
    startAt: new Date(from).toISOString(),
    endAt: new Date(to).toISOString(),
    isWholeDay: false,
    isTentative: false,
    isDeclined: false,
    with: [],
  },
});

/** What touches is one: how many there are is nobody else's business either. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else found.push({ from, to });
  }
  return found;
}
