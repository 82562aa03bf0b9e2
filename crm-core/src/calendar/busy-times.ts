import { DateTime } from 'luxon';
import type { CrmCore } from '../crm-core.ts';
import { startOfDay } from '../entity/days.ts';
import { CalendarEvent, type TimedEvent } from './calendar-event/calendar-event.schema.ts';
import { occurrencesOf } from './calendar-event/recurrence.ts';
import { overlaps, type Stretch } from './stretch.ts';

/** Time of somebody that an event takes. */
export interface BusyTime extends Stretch {
  eventId: string;
}

type StoredEvent = Omit<TimedEvent, 'id'> & { _id: string };

/** What is around a window that its zone may move an all-day event by. */
const DAY_MS = 86_400_000;

/**
 * When teammates are busy, by their calendars, whether or not the reader may see what it is. A whole day is busy on each
 * one's own clock; what is shown as free, was cancelled or was declined takes no time.
 *
 * @param except - an event that is not counted, because it is the one that is to be moved
 */
export async function busyTimes(
  crm: CrmCore,
  workspaceId: string,
  userIds: readonly string[],
  within: Stretch,
  except?: string,
): Promise<Map<string, BusyTime[]>> {
  const [from, to] = [new Date(within.from - DAY_MS), new Date(within.to + DAY_MS)];
  const [events, { team, timeZone }] = await Promise.all([
    crm.store
      .model(CalendarEvent)
      .find({
        workspaceId,
        isDeleted: false,
        peopleIds: { $in: [...userIds] },
        lastAt: { $gt: from },
        firstAt: { $lt: to },
        status: { $ne: 'cancelled' },
        showAs: 'busy',
      })
      .select({
        startAt: 1,
        endAt: 1,
        startDate: 1,
        endDate: 1,
        zone: 1,
        rrule: 1,
        exDates: 1,
        overrides: 1,
        attendees: 1,
        peopleIds: 1,
      })
      .lean<StoredEvent[]>(),
    crm.facts(workspaceId),
  ]);
  const zones = new Map(team.map((member) => [member.id, member.timeZone ?? timeZone]));
  const busy = new Map<string, BusyTime[]>(userIds.map((id) => [id, []]));
  for (const event of events) {
    if (event._id === except) continue;
    const found = occurrencesOf(event, from, to);
    for (const userId of event.peopleIds) {
      const own = busy.get(userId);
      if (!own || hasDeclined(event, userId)) continue;
      const zone = zones.get(userId) ?? timeZone;
      for (const { startAt, endAt } of found) {
        const taken = event.startDate
          ? wholeDays(startAt, endAt, event.zone, zone)
          : { from: startAt.getTime(), to: endAt.getTime() };
        if (overlaps(taken, within)) own.push({ ...taken, eventId: event._id });
      }
    }
  }
  return busy;
}

const hasDeclined = ({ attendees = [] }: Pick<StoredEvent, 'attendees'>, userId: string): boolean =>
  attendees.some((one) => one.userId === userId && one.response === 'declined');

/** Days that were written down on one clock, on another one. */
function wholeDays(startAt: Date, endAt: Date, zone: string, own: string): Stretch {
  const day = (at: Date) => DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd');
  return { from: startOfDay(day(startAt), own).getTime(), to: startOfDay(day(endAt), own).getTime() };
}
