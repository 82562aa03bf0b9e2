import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { leaveSequences } from '@clianta/crm-core/marketing/sequence/leave-sequences';
import type { ExitOn } from '@clianta/crm-core/marketing/sequence/sequence.schema';
import type { JobContext } from '../job.ts';

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

async function peopleOf(crm: CrmCore, { entity, recordId, workspaceId }: DomainEvent): Promise<string[]> {
  if (entity === Contact.name) return [recordId];
  const found = await crm.records(crm.store.entity(entity)).getMany(systemScope(workspaceId), [recordId]);
  const record = found.get(recordId) as { contactId?: string; contactIds?: string[] } | undefined;
  return [...new Set([...(record?.contactIds ?? []), ...(record?.contactId ? [record.contactId] : [])])];
}
