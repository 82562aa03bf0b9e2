import { newestOf } from '@clianta/agents/agents/data-entry/extract/newest-author';
import { answerTicket } from '@clianta/crm-core/crm/ticket/answer-ticket';
import { ticketOfMail } from '@clianta/crm-core/crm/ticket/ticket-mail';
import { operation, systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import {
  EmailMessage,
  type EmailMessageRecord,
} from '@clianta/crm-core/marketing/email-message/email-message.schema';
import type { JobContext } from '../job.ts';

/** As much of a mail as an entry of a ticket keeps. */
const LONGEST = 20_000;

/** What a customer mails about a ticket is kept on it and opens it again; what a machine answers does neither. */
export async function takeTicketMail({ crm }: JobContext, event: DomainEvent): Promise<void> {
  if (event.type !== 'email.received') return;
  const { workspaceId, recordId: mailId } = event;
  const scope = systemScope(workspaceId);
  // with what people are not shown
  const mail = await crm.store
    .model(EmailMessage)
    .findOne({ _id: mailId, workspaceId })
    .lean<EmailMessageRecord>();
  // a mailbox that is its owner's alone tells nobody else what comes in
  if (mail?.direction !== 'in' || mail.autoKind !== 'none' || !mail.isListed) return;
  const ticket = await ticketOfMail(crm, mail);
  const body = ticket && (await crm.records(EmailBody).getMany(scope, [mailId])).get(mailId);
  const text = newestOf(body?.text ?? '').text.trim();
  if (!ticket || text === '') return;
  const outside = `a mail from ${mail.from.address}`;
  // heard twice it is kept once
  const own = { ...scope, outside, operation: operation(`ticket mail ${mailId}`) };
  await answerTicket(crm, own, ticket, { text: text.slice(0, LONGEST), kind: 'customer' });
}
