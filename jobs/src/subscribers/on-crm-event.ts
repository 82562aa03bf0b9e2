import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import type { EventHandler, EventTransport } from '@clianta/crm-core/events/event-transport';
import type { JobContext } from '../job.ts';
import { alertChannels } from './alert-channels.ts';
import { attributeConversions } from './attribute-conversions.ts';
import { compareRecords } from './compare-records.ts';
import { confirmReferralsOn } from './confirm-referrals.ts';
import { findMentions } from './find-mentions.ts';
import { followMeeting } from './follow-meeting.ts';
import { followTask } from './follow-task.ts';
import { followTicket } from './follow-ticket.ts';
import { leaveSequencesOn } from './leave-sequences.ts';
import { linkMail } from './link-mail.ts';
import { notifyPeople } from './notify-people.ts';
import { scoreLeads } from './score-leads.ts';
import { sendToSystems } from './send-to-systems.ts';
import { sendWebhooks } from './send-webhooks.ts';
import { shareOut } from './share-out.ts';
import { syncCalendars } from './sync-calendars.ts';
import { takeTicketMail } from './take-ticket-mail.ts';
import { touchRecords } from './touch-records.ts';
import { triggerAgents } from './trigger-agents.ts';

/** Routes an event to whatever follows from it: timeline, workflows, people, who looks after it, records, scores, duplicates, sequences, competitors, agents, what led to conversions, other systems and channels. */
export function onCrmEvent(context: JobContext, transport: EventTransport): EventHandler {
  const score = scoreLeads(context);
  return async (event: DomainEvent) => {
    await Promise.all([
      transport.publish('crm-workflow-bridge', event),
      context.crm.store.entity(event.entity).talk?.inTimeline && transport.publish('crm-activity-log', event),
      notifyPeople(context, event),
      // a lead that was called is one step further
      touchRecords(context, event).then(() => score(event)),
      followTask(context, event),
      shareOut(context, event),
      followTicket(context, event),
      followMeeting(context, event),
      syncCalendars(context, event),
      linkMail(context, event),
      takeTicketMail(context, event),
      alertChannels(context, event),
      compareRecords(context, event),
      findMentions(context, event),
      leaveSequencesOn(context, event),
      confirmReferralsOn(context, event),
      attributeConversions(context, event),
      sendWebhooks(context, event),
      sendToSystems(context, event),
      triggerAgents(context, event),
    ]);
  };
}
