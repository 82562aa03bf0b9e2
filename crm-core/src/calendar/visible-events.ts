import type { CrmCore } from '../crm-core.ts';
import type { Scope } from '../entity/scope.ts';
import { CalendarEvent, type TimedEvent } from './calendar-event/calendar-event.schema.ts';
import { type Occurrence, occurrencesOf } from './calendar-event/recurrence.ts';
import { timed } from './change-event.ts';

/** More in one look nobody reads. */
const MOST = 2_000;

/**
 * What is on in the calendars of some teammates between two instants, as far as the caller may see what it is; in no order.
 * What was cancelled is left out.
 */
export async function visibleEvents(
  crm: CrmCore,
  scope: Scope,
  userIds: readonly string[],
  from: Date,
  to: Date,
): Promise<TimedEvent[]> {
  // what an event reaches over is kept beside its fields, where no filter of people leads
  const ids = await crm.store
    .model(CalendarEvent)
    .find({
      workspaceId: scope.workspaceId,
      isDeleted: false,
      peopleIds: { $in: [...userIds] },
      status: { $ne: 'cancelled' },
      lastAt: { $gt: from },
      firstAt: { $lt: to },
    })
    .select('_id')
    .limit(MOST)
    .lean<Array<{ _id: string }>>();
  const found = await crm.records(CalendarEvent).getMany(
    scope,
    ids.map(({ _id }) => _id),
  );
  return [...found.values()].map(timed);
}

/** The same, each meeting of a series by itself, soonest first. */
export async function meetingsBetween(
  crm: CrmCore,
  scope: Scope,
  userIds: readonly string[],
  from: Date,
  to: Date,
): Promise<Array<{ event: TimedEvent; at: Occurrence }>> {
  const events = await visibleEvents(crm, scope, userIds, from, to);
  return events
    .flatMap((event) => occurrencesOf(event, from, to).map((at) => ({ event, at })))
    .sort((a, b) => a.at.startAt.getTime() - b.at.startAt.getTime());
}
