import {
  CalendarEvent,
  type CalendarEventRecord,
} from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { followed } from '@clianta/crm-core/calendar/change-event';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import type { JobContext } from '../job.ts';
import { planLapse } from '../jobs/lapse-booking.job.ts';
import { planMeetingReminder } from '../jobs/remind-meeting.job.ts';
import { tell } from '../tell.ts';

/** Reminders, claimed time and what people are told follow a meeting, whatever was done to it. */
export async function followMeeting(context: JobContext, event: DomainEvent): Promise<void> {
  if (event.entity !== CalendarEvent.name) return;
  const { crm } = context;
  const { workspaceId, recordId } = event;
  let meeting = await read(crm, event);
  for (;;) {
    await followed(crm, workspaceId, recordId, meeting);
    await planMeetingReminder(crm, workspaceId, recordId, meeting);
    await planLapse(crm, workspaceId, recordId, meeting);
    // another change may have been followed meanwhile, and this one with what it had read before
    const now = await read(crm, event);
    if (now?.version === meeting?.version) break;
    meeting = now;
  }
  if (meeting && !event.isBulk) await tellPeople(context, event, meeting);
}

/** What became of a meeting, for the teammates who attend and have not done it themselves. */
async function tellPeople(
  context: JobContext,
  event: DomainEvent,
  meeting: CalendarEventRecord,
): Promise<void> {
  const what = saidOf(event, meeting);
  if (!what) return;
  for (const userId of meeting.peopleIds) {
    if (userId === event.actor.id) continue;
    const { workspaceId, recordId, at } = event;
    await tell(context, {
      ...what,
      workspaceId,
      userId,
      kind: 'assigned',
      key: `event:${event.id}`,
      because: meeting.ownerId === userId ? 'The meeting is yours.' : 'You are invited to the meeting.',
      entity: CalendarEvent.name,
      recordId,
      at,
    });
  }
}

function saidOf(
  { type, actor }: DomainEvent,
  { title, source, status, cancelReason }: CalendarEventRecord,
): { title: string; body?: string } | undefined {
  // it stands in the calendar that it came from
  if (source === 'ics' || source === 'synced') return undefined;
  switch (type) {
    case 'meeting.created':
      return source === 'booking' ? undefined : { title: `${actor.name} invited you to ${title}` };
    case 'meeting.booked':
      return {
        title: `${actor.name} booked ${title}`,
        ...(status === 'tentative' && { body: 'Confirm it within a day, or it lapses.' }),
      };
    case 'meeting.moved':
      return { title: `${actor.name} moved ${title}` };
    case 'meeting.cancelled':
      return { title: `${actor.name} cancelled ${title}`, ...(cancelReason && { body: cancelReason }) };
    default:
      return undefined;
  }
}

const read = async (crm: CrmCore, event: DomainEvent): Promise<CalendarEventRecord | undefined> =>
  (await crm.records(CalendarEvent).getMany(systemScope(event.workspaceId), [event.recordId])).get(
    event.recordId,
  );
