import { CalendarEvent } from '@clianta/crm-core/calendar/calendar-event/calendar-event.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { CALENDAR } from '@clianta/crm-core/integrations/calendar/sync-calendar';
import { orderSyncsOf } from '@clianta/crm-core/integrations/sync/order-due-syncs';
import type { JobContext } from '../job.ts';

/** Has a meeting of ours appear at once in the connected calendars of those who attend, however seldom these are read. */
export async function syncCalendars({ crm }: JobContext, event: DomainEvent): Promise<void> {
  if (event.entity !== CalendarEvent.name) return;
  const { workspaceId, recordId } = event;
  const connected = (await crm.integrations.of(systemScope(workspaceId))).filter(({ features }) =>
    features.includes(CALENDAR),
  );
  if (connected.length === 0) return;
  const meeting = await crm.store
    .model(CalendarEvent)
    .findOne({ _id: recordId, workspaceId, source: { $in: ['internal', 'booking'] } })
    .select({ peopleIds: 1 })
    .lean<{ peopleIds: string[] }>();
  for (const account of connected)
    if (meeting?.peopleIds.includes(account.ownerId))
      await orderSyncsOf(crm, { ...account, features: [CALENDAR] });
}
