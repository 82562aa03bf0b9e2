import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import type { EventHandler, EventTransport } from '@clianta/crm-core/events/event-transport';
import type { JobContext } from '../job.ts';
import { alertChannels } from './alert-channels.ts';
import { compareRecords } from './compare-records.ts';
import { findMentions } from './find-mentions.ts';
import { followMeeting } from './follow-meeting.ts';
import { followTask } from './follow-task.ts';
import { followTicket } from './follow-ticket.ts';
import { notifyPeople } from './notify-people.ts';
import { scoreLeads } from './score-leads.ts';
import { touchRecords } from './touch-records.ts';

/** Routes an event to the timeline, the workflows, the people it concerns, the records it touches, its reminder, the scores that depend on it, what it may be a duplicate of, the competitors that it names and the channels that are told of it. */
export function onCrmEvent(context: JobContext, transport: EventTransport): EventHandler {
  return async (event: DomainEvent) => {
    await Promise.all([
      transport.publish('crm-workflow-bridge', event),
      context.crm.store.entity(event.entity).talk?.inTimeline && transport.publish('crm-activity-log', event),
      notifyPeople(context, event),
      // a lead that was called is one step further
      touchRecords(context, event).then(() => scoreLeads(context, event)),
      followTask(context, event),
      followTicket(context, event),
      followMeeting(context, event),
      alertChannels(context, event),
      compareRecords(context, event),
      findMentions(context, event),
    ]);
  };
}
