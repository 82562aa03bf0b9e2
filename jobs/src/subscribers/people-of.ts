import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';

/** The contacts that an event is about. */
export async function peopleOf(
  crm: CrmCore,
  { entity, recordId, workspaceId }: DomainEvent,
): Promise<string[]> {
  if (entity === Contact.name) return [recordId];
  const found = await crm.records(crm.store.entity(entity)).getMany(systemScope(workspaceId), [recordId]);
  const record = found.get(recordId) as { contactId?: string; contactIds?: string[] } | undefined;
  return [...new Set([...(record?.contactIds ?? []), ...(record?.contactId ? [record.contactId] : [])])];
}
