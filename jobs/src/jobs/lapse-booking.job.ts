import {
  CalendarEvent,
  type CalendarEventRecord,
} from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { cancelEvent, timed } from '@clianta/crm-core/calendar/change-event';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { defineJob } from '@clianta/crm-core/work/define-job';
import { z } from 'zod';
import type { JobRunContext } from '../job.ts';

const UNCONFIRMED_MS = 24 * 60 * 60_000;

/** Gives up a booking that no host has confirmed within a day; its key is the event. */
export const lapseBooking = defineJob({
  name: 'lapse_booking',
  data: z.object({ eventId: z.string() }),
  async run({ crm, scope }: JobRunContext, { eventId }) {
    const event = (await crm.records(CalendarEvent).getMany(scope, [eventId])).get(eventId);
    if (!event || event.isDeleted || !isUnconfirmed(event)) return;
    await cancelEvent(crm, scope, timed(event), 'Nobody confirmed it within a day.');
  },
});

const isUnconfirmed = ({ source, status }: Pick<CalendarEventRecord, 'source' | 'status'>): boolean =>
  source === 'booking' && status === 'tentative';

/** Has a booking that waits for its host lapse in time, or not at all. */
export async function planLapse(
  crm: CrmCore,
  workspaceId: string,
  eventId: string,
  event: CalendarEventRecord | undefined,
): Promise<void> {
  if (event && !event.isDeleted && isUnconfirmed(event)) {
    const at = new Date(event.createdAt.getTime() + UNCONFIRMED_MS);
    await crm.enqueue(lapseBooking, { eventId }, { workspaceId, key: eventId, at });
  } else await crm.work.cancel(lapseBooking, workspaceId, eventId);
}
