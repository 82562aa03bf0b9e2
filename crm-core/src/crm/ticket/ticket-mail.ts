import type { CrmCore } from '../../crm-core.ts';
import { systemScope } from '../../entity/scope.ts';
import { EmailMessage, type EmailMessageRecord } from '../../marketing/email-message/email-message.schema.ts';
import { Ticket, type TicketRecord } from './ticket.schema.ts';

const SOURCE = 'ticket:';
/** Stands in the subject of what is mailed about a ticket, so that answers are known by it. */
export const ticketTag = ({ reference }: Pick<TicketRecord, 'reference'>): string => `[${reference}]`;
/** What a mail about a ticket belongs to. */
export const ticketSource = ({ id }: Pick<TicketRecord, 'id'>): string => `${SOURCE}${id}`;

/**
 * The ticket that a mail answers: it refers to one that we mailed about it, or names it in its subject and comes from its
 * customer. Anybody could write a number.
 */
export async function ticketOfMail(
  crm: CrmCore,
  { workspaceId, references, inReplyTo, subject, contactIds, companyIds }: EmailMessageRecord,
): Promise<TicketRecord | undefined> {
  const tickets = crm.records(Ticket);
  const scope = systemScope(workspaceId);
  const ours = await crm.store
    .model(EmailMessage)
    .findOne({
      workspaceId,
      messageId: { $in: [...references, ...(inReplyTo ? [inReplyTo] : [])] },
      source: { $regex: `^${SOURCE}` },
    })
    .select('source')
    .lean<{ source: string }>();
  if (ours) {
    const id = ours.source.slice(SOURCE.length);
    const ticket = (await tickets.getMany(scope, [id])).get(id);
    return ticket?.isDeleted ? undefined : ticket;
  }
  const [, reference] = /\[(T\d{1,9})\]/i.exec(subject) ?? [];
  const named = reference && (await tickets.findOne(scope, { reference: reference.toUpperCase() }));
  if (!named) return undefined;
  const isTheirs =
    (named.contactId && contactIds.includes(named.contactId)) ||
    (named.companyId && companyIds.includes(named.companyId));
  return isTheirs ? named : undefined;
}
