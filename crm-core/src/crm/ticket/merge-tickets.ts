import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { ConflictError, InvalidError } from '../../errors.ts';
import { Activity } from '../activity/activity.schema.ts';
import { Ticket, type TicketRecord } from './ticket.schema.ts';

/** A ticket that was merged into one that was merged, and so on. */
const LONGEST_CHAIN = 10;
/** Entries of a ticket that move along. */
const MOST_ENTRIES = 500;

/** The ticket that this one is part of now; itself, unless it was merged. */
export async function survivorOf(crm: CrmCore, scope: Scope, ticket: TicketRecord): Promise<TicketRecord> {
  let survivor = ticket;
  for (let link = 0; survivor.mergedIntoId && link < LONGEST_CHAIN; link++) {
    const next = (await crm.records(Ticket).getMany(scope, [survivor.mergedIntoId])).get(
      survivor.mergedIntoId,
    );
    if (!next || next.isDeleted) break;
    survivor = next;
  }
  return survivor;
}

/**
 * Makes a ticket part of another one that is about the same problem: what was said in it moves over, and it is closed.
 *
 * @returns the survivor, and how many entries moved
 * @throws InvalidError for one with itself; ConflictError for one that was merged already
 */
export async function mergeTickets(
  crm: CrmCore,
  scope: Scope,
  ticket: TicketRecord,
  into: TicketRecord,
): Promise<{ survivor: TicketRecord; merged: TicketRecord; moved: number }> {
  const survivor = await survivorOf(crm, scope, into);
  if (survivor.id === ticket.id)
    throw new InvalidError(`${ticket.reference} cannot be merged with itself. Name another ticket.`);
  if (ticket.mergedIntoId)
    throw new ConflictError(
      `${ticket.reference} is part of ${(await survivorOf(crm, scope, ticket)).reference} already.`,
    );
  const entries = crm.records(Activity);
  const { records } = await entries.find(scope, {
    where: [{ field: 'ticketId', op: 'eq', value: ticket.id }],
    sort: 'at',
    limit: MOST_ENTRIES,
  });
  for (const { id } of records) await entries.update(scope, id, { ticketId: survivor.id });
  const merged = await crm.records(Ticket).update({ ...scope, role: 'system' }, ticket.id, {
    mergedIntoId: survivor.id,
    status: 'closed',
    resolution: `Merged into ${survivor.reference}.`,
  });
  return { survivor, merged, moved: records.length };
}
