import { mergeTickets } from '@clianta/crm-core/crm/ticket/merge-tickets';
import { Ticket, type TicketRecord } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { isOver } from '@clianta/crm-core/crm/ticket/ticket-clock';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { counted, formatDate } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';

export const resolveTicket = defineTool({
  name: 'resolve_ticket',
  does: 'Solving a ticket',
  operation: 'transition',
  entity: 'ticket',
  description:
    'Marks a ticket as solved, with how it was solved; closed: there is nothing more to come. Or merges it into another one about the same problem (into), which is proposed first.',
  input: z.strictObject({
    ticket: oneOf(Ticket),
    solution: slot({ kind: 'text', isReason: true }, z.string().trim().min(1).max(5_000)).optional(),
    isClosed: z.boolean().optional().describe('Closed rather than solved'),
    into: oneOf(Ticket).optional().describe('The ticket that it is the same problem as'),
  }),
  effect: 'ask',
  async propose({ ticket: name, into }, context): Promise<Proposal | undefined> {
    if (into === undefined) return undefined;
    const [ticket, other] = await bothTickets(context, name, into);
    const titled = (one: TicketRecord) => `${one.reference} ${one.subject}`;
    return {
      title: `Merge ${ticket.reference} into ${other.reference}`,
      preview: {
        count: 1,
        sample: [{ title: titled(ticket), detail: `becomes part of ${titled(other)}` }],
        changes: [
          { label: ticket.reference, to: 'closed; what was said in it moves over' },
          { label: 'Mails to it', to: `go to ${other.reference}` },
        ],
      },
      recordIds: [ticket.id, other.id],
    };
  },
  async run({ ticket: name, solution, isClosed, into }, context): Promise<ToolResult> {
    if (into !== undefined) return merge(context, name, into);
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

async function bothTickets(context: ToolContext, name: string, into: string) {
  const ticket = (await resolveOne(context, Ticket, name, 'ticket')) as TicketRecord;
  const other = (await resolveOne(context, Ticket, into, 'into')) as TicketRecord;
  if (ticket.id === other.id)
    throw new InvalidError(`${ticket.reference} cannot be merged with itself. Name another ticket.`);
  return [ticket, other] as const;
}

async function merge(context: ToolContext, name: string, into: string): Promise<ToolResult> {
  const [ticket, other] = await bothTickets(context, name, into);
  const { crm, scope } = context;
  const { survivor, moved } = await mergeTickets(crm, scope, ticket, other);
  const entries = moved > 0 ? ` ${counted(moved, { one: 'entry', many: 'entries' })} moved over.` : '';
  return {
    text: `**${ticket.reference}** is part of **${survivor.reference}** now, and closed.${entries}`,
    cards: [await recordCard(context, Ticket, survivor, undoable(context))],
    changes: [{ entity: 'ticket', id: ticket.id, change: 'updated' }],
    focus: [focusOf(Ticket, survivor)],
    isAnswer: true,
  };
}
