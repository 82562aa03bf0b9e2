import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { Activity, type ActivityRecord } from '../activity/activity.schema.ts';
import { survivorOf } from './merge-tickets.ts';
import { Ticket, type TicketRecord } from './ticket.schema.ts';
import { isOver } from './ticket-clock.ts';

/** Whose words they are: ours to the customer, the customer's to us, or ours to ourselves. */
export const REPLY_KINDS = ['answer', 'customer', 'internal'] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

/** A customer who writes later than this after it was solved has a new problem. */
const REOPENS_MS = 7 * 24 * 60 * 60_000;
const SUBJECT = 300;

export interface Answered {
  entry: ActivityRecord;
  /** As it is now; the new one where what the customer wrote came too late for the old one. */
  ticket: TicketRecord;
  isFollowUp: boolean;
}

/**
 * Keeps what was said about a ticket, and lets the ticket follow: a person's first answer stops that clock, a customer
 * who writes back opens it again, or a new one when it was solved more than a week ago. What comes to a ticket that was
 * merged goes to the one that it is part of now.
 */
export async function answerTicket(
  crm: CrmCore,
  scope: Scope,
  given: TicketRecord,
  { text, kind }: { text: string; kind: ReplyKind },
): Promise<Answered> {
  const now = crm.now();
  const ticket = await survivorOf(crm, scope, given);
  const isLate =
    kind === 'customer' &&
    isOver(ticket.status) &&
    now.getTime() - (ticket.resolvedAt?.getTime() ?? 0) > REOPENS_MS;
  const followed = isLate ? await followUp(crm, scope, ticket) : ticket;
  const [subject = ''] = text.split('\n');
  const entry = await crm.records(Activity).create(scope, {
    type: kind === 'internal' ? 'note' : 'email',
    subject: subject.length > SUBJECT ? `${subject.slice(0, SUBJECT - 1)}…` : subject,
    ...((subject.length > SUBJECT || text.includes('\n')) && { body: text }),
    at: now,
    ticketId: followed.id,
    isPublic: kind !== 'internal',
    ...(kind !== 'customer' && { userId: scope.actor.id }),
    ...(ticket.contactId && { contactId: ticket.contactId }),
    ...(ticket.companyId && { companyId: ticket.companyId }),
  });
  const patch = patchOf(followed, kind, now);
  // times are Clianta's to write, in the name of who answered
  const after = patch
    ? await crm.records(Ticket).update({ ...scope, role: 'system' }, followed.id, patch)
    : followed;
  return { entry, ticket: after, isFollowUp: isLate };
}

function patchOf(ticket: TicketRecord, kind: ReplyKind, now: Date) {
  if (kind === 'answer')
    return ticket.firstAnsweredAt
      ? undefined
      : { firstAnsweredAt: now, ...(ticket.status === 'new' && { status: 'open' as const }) };
  const waits = ticket.status === 'waiting_customer' || isOver(ticket.status);
  return kind === 'customer' && waits ? { status: 'open' as const } : undefined;
}

const followUp = (crm: CrmCore, scope: Scope, ticket: TicketRecord) =>
  crm.records(Ticket).create(scope, {
    subject: `Again: ${ticket.subject}`.slice(0, SUBJECT),
    body: `Follows ${ticket.reference}.`,
    priority: ticket.priority,
    ...(ticket.contactId && { contactId: ticket.contactId }),
    ...(ticket.companyId && { companyId: ticket.companyId }),
    ...(ticket.assigneeId && { assigneeId: ticket.assigneeId }),
  });
