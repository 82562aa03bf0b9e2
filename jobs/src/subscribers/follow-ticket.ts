import { Ticket, type TicketRecord } from '@clianta/crm-core/crm/ticket/ticket.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import type { JobContext } from '../job.ts';
import { watch } from '../jobs/watch-ticket.job.ts';

/** What is told of a ticket follows it, whatever was done to it. */
export async function followTicket({ crm }: JobContext, event: DomainEvent): Promise<void> {
  if (event.entity !== Ticket.name) return;
  let ticket = await read(crm, event);
  for (;;) {
    await watch(crm, event.workspaceId, event.recordId, ticket);
    // another change may have been followed meanwhile, and this one with what it had read before
    const now = await read(crm, event);
    if (now?.version === ticket?.version) return;
    ticket = now;
  }
}

const read = async (crm: CrmCore, event: DomainEvent): Promise<TicketRecord | undefined> =>
  (await crm.records(Ticket).getMany(systemScope(event.workspaceId), [event.recordId])).get(event.recordId);
