import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { leaveSequences } from '@clianta/crm-core/marketing/sequence/leave-sequences';
import type { ExitOn } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import type { JobContext } from '../job.ts';
import { peopleOf } from './people-of.ts';

/** What ends a sequence for those it is about, and as what that is told. */
const ENDS: Readonly<Record<string, readonly [ExitOn, string]>> = {
  'email.replied': ['reply', 'they answered'],
  'text.received': ['reply', 'they answered'],
  'email.bounced': ['bounce', 'a mail came back'],
  'contact.unsubscribed': ['unsubscribe', 'they unsubscribed'],
  'meeting.booked': ['meeting', 'a meeting was booked'],
  'deal.won': ['dealClosed', 'the deal was won'],
  'deal.lost': ['dealClosed', 'the deal was lost'],
};

/** Whoever answered, met or closed gets no further step. */
export async function leaveSequencesOn({ crm }: JobContext, event: DomainEvent): Promise<void> {
  const end = ENDS[event.type];
  if (!end) return;
  const contactIds = await peopleOf(crm, event);
  await leaveSequences(crm, event.workspaceId, contactIds, ...end);
}
