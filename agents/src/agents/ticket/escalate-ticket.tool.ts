import { Activity } from '@clianta/crm-core/crm/activity/activity.schema';
import { PRIORITIES } from '@clianta/crm-core/crm/sla-policy/sla-policy.schema';
import { Ticket, type TicketRecord } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { isOver } from '@clianta/crm-core/crm/ticket/ticket-clock';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { storedValues } from '../../tools/translate.ts';
import { dueInWords } from './due-in-words.ts';

export const escalateTicket = defineTool({
  name: 'escalate_ticket',
  does: 'Escalating a ticket',
  operation: 'transition',
  entity: 'ticket',
  description:
    'Raises a ticket one priority and marks it as escalated, so that administrators are told; with the reason, and to somebody else where one is named.',
  input: z.strictObject({
    ticket: oneOf(Ticket),
    to: slot({ kind: 'teammate' }, z.string().describe('Who takes it over')).optional(),
    reason: slot({ kind: 'text', isReason: true }, z.string().trim().min(1).max(500)).optional(),
  }),
  effect: 'write',
  async run({ ticket: name, to, reason }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const ticket = (await resolveOne(context, Ticket, name, 'ticket')) as TicketRecord;
    if (isOver(ticket.status))
      throw new InvalidError(`${ticket.reference} is ${ticket.status}. Open it again first.`);
    const priority = PRIORITIES[PRIORITIES.indexOf(ticket.priority) + 1] ?? 'urgent';
    const given = to === undefined ? {} : await storedValues(context, Ticket, { assignee: to });
    const after = await crm
      .records(Ticket)
      .update(scope, ticket.id, { priority, isEscalated: true, ...given } as never);
    const note = reason
      ? await crm.records(Activity).create(scope, {
          type: 'note',
          subject: `Escalated: ${reason}`.slice(0, 300),
          at: context.now,
          ticketId: ticket.id,
          isPublic: false,
          userId: scope.actor.id,
          ...(ticket.companyId && { companyId: ticket.companyId }),
          ...(ticket.contactId && { contactId: ticket.contactId }),
        })
      : undefined;
    const isSame = after.version === ticket.version;
    return {
      text: isSame
        ? `**${ticket.reference}** is escalated already, and ${ticket.priority}.`
        : `Escalated **${ticket.reference}**: it is ${after.priority} now. ${dueInWords(context, after)}`,
      cards: [
        await recordCard(context, Ticket, after, {
          ...(!isSame && {
            badge: 'Escalated',
            changed: ['priority', 'isEscalated', 'resolveDueAt', 'firstDueAt', ...(to ? ['assigneeId'] : [])],
          }),
          ...(!isSame || note ? undoable(context) : {}),
        }),
      ],
      changes: [
        ...(isSame ? [] : [{ entity: 'ticket', id: ticket.id, change: 'updated' as const }]),
        ...(note ? [{ entity: 'activity', id: note.id, change: 'created' as const }] : []),
      ],
      focus: [focusOf(Ticket, after)],
      isAnswer: true,
    };
  },
});
