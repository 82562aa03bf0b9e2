import { Ticket, type TicketRecord } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { createdResult } from '../../tools/create-tool.ts';
import { createShape } from '../../tools/fields.ts';
import { storedValues } from '../../tools/translate.ts';
import { dueInWords } from './due-in-words.ts';
import { getTicket } from './ticket.tools.ts';

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
    const known = await ticketNumbered(context, String(values.subject));
    if (known) return getTicket.run({ ticket: known.id }, context);
    const ticket = await context.crm.records(Ticket).create(context.scope, values as never);
    const text = `Opened **${ticket.reference}**: ${ticket.subject}. ${dueInWords(context, ticket)}`;
    return createdResult(context, Ticket, ticket, text);
  },
});

/** "Open ticket T12" looks at it. */
async function ticketNumbered(
  { crm, scope }: ToolContext,
  subject: string,
): Promise<TicketRecord | undefined> {
  if (!/^t\d+$/i.test(subject)) return undefined;
  const where = [{ field: 'reference', op: 'eq' as const, value: subject.toUpperCase() }];
  return (await crm.records(Ticket).find(scope, { where, limit: 1 })).records[0];
}
