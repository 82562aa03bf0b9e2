import { answerTicket, REPLY_KINDS } from '@clianta/crm-core/crm/ticket/answer-ticket';
import { Ticket, type TicketRecord } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';

export const replyTicket = defineTool({
  name: 'reply_ticket',
  does: 'Keeping what was said about a ticket',
  operation: 'other',
  entity: 'ticket',
  description:
    'Keeps on a ticket what the customer was told (kind answer, stops the clock of the first answer), what the customer wrote back (kind customer, opens it again) or what the team says among itself (kind internal). Sends nothing.',
  input: z.strictObject({
    ticket: oneOf(Ticket),
    text: slot({ kind: 'text' }, z.string().trim().min(1).max(20_000)),
    kind: z.enum(REPLY_KINDS).default('answer'),
  }),
  effect: 'write',
  async run({ ticket: name, text, kind }, context): Promise<ToolResult> {
    const before = (await resolveOne(context, Ticket, name, 'ticket')) as TicketRecord;
    const { ticket, entry, isFollowUp } = await answerTicket(context.crm, context.scope, before, {
      text,
      kind,
    });
    const isChanged = isFollowUp || ticket.version !== before.version;
    return {
      text: said(before, ticket, kind, isFollowUp),
      cards: [
        await recordCard(context, Ticket, ticket, {
          badge: isFollowUp ? 'Created' : 'Updated',
          ...(isChanged && { changed: ['status', 'firstAnsweredAt'] }),
          ...undoable(context),
        }),
      ],
      changes: [
        { entity: 'activity', id: entry.id, change: 'created' },
        ...(isChanged
          ? [
              {
                entity: 'ticket',
                id: ticket.id,
                change: isFollowUp ? ('created' as const) : ('updated' as const),
              },
            ]
          : []),
      ],
      focus: [focusOf(Ticket, ticket)],
      isAnswer: true,
    };
  },
});

function said(before: TicketRecord, after: TicketRecord, kind: string, isFollowUp: boolean): string {
  const { reference } = after;
  if (isFollowUp)
    return `**${before.reference}** was solved more than a week ago, so I opened **${reference}** for what the customer wrote.`;
  if (kind === 'internal') return `Kept the note on **${reference}**; the customer does not see it.`;
  if (kind === 'customer') {
    const isOpened = before.status !== after.status;
    return `Kept what the customer wrote on **${reference}**.${isOpened ? ' It is open again.' : ''}`;
  }
  const isFirst = !before.firstAnsweredAt && after.firstAnsweredAt;
  const late = after.isFirstLate ? ', though late' : ', in time';
  return `Kept the answer on **${reference}**. I cannot send it yet, so send it from your mailbox.${isFirst ? ` It counts as the first answer${late}.` : ''}`;
}
