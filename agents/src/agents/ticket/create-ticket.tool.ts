import { Ticket, type TicketRecord } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { createdResult } from '../../tools/create-tool.ts';
import { createShape } from '../../tools/fields.ts';
import { formatDate } from '../../tools/format.ts';
import { storedValues } from '../../tools/translate.ts';

export const createTicket = defineTool({
  name: 'create_ticket',
  does: 'Opening a ticket',
  operation: 'create',
  entity: 'ticket',
  description:
    'Opens a support ticket for a problem of a customer: subject, company or contact, priority, assignee. Nobody has it unless somebody is named.',
  input: z.strictObject(createShape(Ticket)),
  effect: 'write',
  async run(args, context): Promise<ToolResult> {
    const values = await storedValues(context, Ticket, args);
    const ticket = await context.crm.records(Ticket).create(context.scope, values as never);
    const text = `Opened **${ticket.reference}**: ${ticket.subject}. ${dueInWords(context, ticket)}`;
    return createdResult(context, Ticket, ticket, text);
  },
});

/** "The first answer is due ..., the solution ...". */
export function dueInWords(
  context: Pick<ToolContext, 'timeZone' | 'locale' | 'currency'>,
  ticket: Pick<TicketRecord, 'firstDueAt' | 'resolveDueAt' | 'firstAnsweredAt' | 'status'>,
): string {
  const { firstDueAt, resolveDueAt, firstAnsweredAt, status } = ticket;
  if (!resolveDueAt) return `Its clock stands still while it is ${status.replace('_', ' ')}.`;
  const first =
    firstDueAt && !firstAnsweredAt
      ? `The first answer is due ${formatDate(firstDueAt, context)}, the`
      : 'The';
  return `${first} solution ${first === 'The' ? 'is due ' : ''}${formatDate(resolveDueAt, context)}.`;
}
