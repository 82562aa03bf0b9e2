import { formatTime } from '@clianta/agents/tools/format';
import {
  CalendarEvent,
  type CalendarEventRecord,
} from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { isOn } from '@clianta/crm-core/calendar/calendar-event/event-times';
import { type Occurrence, occurrencesOf } from '@clianta/crm-core/calendar/calendar-event/recurrence';
import { timed } from '@clianta/crm-core/calendar/change-event';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { defineJob } from '@clianta/crm-core/work/define-job';
import { z } from 'zod';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';

const BEFORE_MIN = 10;
const BEFORE_MS = BEFORE_MIN * 60_000;
/** The next of a series is looked for so far ahead. */
const AHEAD_MS = 400 * 86_400_000;

/**
 * Reminds those who attend of a meeting; its key is the event. Which meeting it is for stands in its order: one that was
 * moved, cancelled or has begun is not told of.
 */
export const remindMeeting = defineJob({
  name: 'remind_meeting',
  data: z.object({ eventId: z.string(), sequence: z.number().int(), startAt: z.coerce.date() }),
  async run(context: JobRunContext, { eventId, sequence, startAt }) {
    const { crm, workspaceId, scope } = context;
    const event = (await crm.records(CalendarEvent).getMany(scope, [eventId])).get(eventId);
    if (!event || event.isDeleted || !isOn(event)) return;
    const isMeant = event.sequence === sequence && crm.now() < startAt;
    if (isMeant) await remind(context, event, startAt);
    if (event.rrule) await planMeetingReminder(crm, workspaceId, eventId, event);
  },
});

async function remind(context: JobRunContext, event: CalendarEventRecord, startAt: Date): Promise<void> {
  const { crm, workspaceId } = context;
  const declined = event.attendees.filter(({ response }) => response === 'declined');
  const names = event.attendees.filter(({ userId }) => !userId).map(({ name }) => name);
  for (const userId of event.peopleIds) {
    if (declined.some((one) => one.userId === userId)) continue;
    const local = await crm.localOf(workspaceId, userId);
    const where = event.location ? `, ${event.location}` : '';
    await tell(context, {
      workspaceId,
      userId,
      kind: 'reminder',
      key: `meeting:${event.id}:${event.sequence}:${startAt.toISOString()}:${BEFORE_MIN}`,
      title: `${event.title} begins at ${formatTime(startAt, local) || '0:00'}${where}`,
      ...(names.length > 0 && { body: `With ${names.slice(0, 5).join(', ')}` }),
      because: event.ownerId === userId ? 'The meeting is yours.' : 'You attend the meeting.',
      urgency: 'high',
      entity: CalendarEvent.name,
      recordId: event.id,
      at: crm.now(),
    });
  }
}

/** Has the reminder of the next meeting wait for its time, or none at all. One whose time has passed is not given. */
export async function planMeetingReminder(
  crm: CrmCore,
  workspaceId: string,
  eventId: string,
  event: CalendarEventRecord | undefined,
): Promise<void> {
  const next = event && nextOf(event, crm.now());
  if (!event || !next) {
    await crm.work.cancel(remindMeeting, workspaceId, eventId);
    return;
  }
  const { startAt } = next;
  await crm.enqueue(
    remindMeeting,
    { eventId, sequence: event.sequence, startAt },
    { workspaceId, key: eventId, at: new Date(startAt.getTime() - BEFORE_MS) },
  );
}

function nextOf(event: CalendarEventRecord, now: Date): Occurrence | undefined {
  // nobody is told ten minutes before midnight of a holiday
  if (event.isDeleted || !isOn(event) || event.startDate || event.showAs === 'free') return undefined;
  const from = new Date(now.getTime() + BEFORE_MS);
  return occurrencesOf(timed(event), from, new Date(from.getTime() + AHEAD_MS)).find(
    ({ startAt }) => startAt > from,
  );
}
