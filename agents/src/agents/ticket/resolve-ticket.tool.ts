import { Ticket, type TicketRecord } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { isOver } from '@clianta/crm-core/crm/ticket/ticket-clock';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { formatDate } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';

export const resolveTicket = defineTool({
  name: 'resolve_ticket',
  does: 'Solving a ticket',
  operation: 'transition',
  entity: 'ticket',
  description: 'Marks a ticket as solved, with how it was solved; closed: there is nothing more to come.',
  input: z.strictObject({
    ticket: oneOf(Ticket),
    solution: slot({ kind: 'text' }, z.string().trim().min(1).max(5_000)).optional(),
    isClosed: z.boolean().optional().describe('Closed rather than solved'),
  }),
  effect: 'write',
  async run({ ticket: name, solution, isClosed }, context): Promise<ToolResult> {
    const ticket = (await resolveOne(context, Ticket, name, 'ticket')) as TicketRecord;
    const status = isClosed ? ('closed' as const) : ('resolved' as const);
    const isDone = ticket.status === status || (status === 'resolved' && ticket.status === 'closed');
    if (isDone && !solution)
      return {
        text: `**${ticket.reference}** is ${ticket.status} already.`,
        focus: [focusOf(Ticket, ticket)],
        isAnswer: true,
      };
    const after = await context.crm.records(Ticket).update(context.scope, ticket.id, {
      ...(!isDone && { status }),
      ...(solution && { resolution: solution }),
    });
    const late =
      after.isResolveLate && after.resolveDueAt
        ? ` That was late: it was due ${formatDate(after.resolveDueAt, context)}.`
        : '';
    const word = isOver(ticket.status) ? 'Kept the solution of' : isClosed ? 'Closed' : 'Solved';
    return {
      text: `${word} **${after.reference}**: ${after.subject}.${late}`,
      cards: [
        await recordCard(context, Ticket, after, {
          badge: isClosed ? 'Closed' : 'Solved',
          changed: ['status', 'resolvedAt', ...(solution ? ['resolution'] : [])],
          ...undoable(context),
        }),
      ],
      changes: [{ entity: 'ticket', id: ticket.id, change: 'updated' }],
      focus: [focusOf(Ticket, after)],
      isAnswer: true,
    };
  },
});
