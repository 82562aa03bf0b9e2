import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { answerTicket, REPLY_KINDS } from '@clianta/crm-core/crm/ticket/answer-ticket';
import { Ticket, type TicketRecord } from '@clianta/crm-core/crm/ticket/ticket.schema';
import { ticketSource, ticketTag } from '@clianta/crm-core/crm/ticket/ticket-mail';
import { queueMail } from '@clianta/crm-core/marketing/outbox/queue-mail';
import { z } from 'zod';
import { type OfferWay, offerWay, wayIds } from '../../proposals/offer-delivery.ts';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';

/** `told`: the customer was answered elsewhere. */
const KINDS = [...REPLY_KINDS, 'told'] as const;

export const replyTicket = defineTool({
  name: 'reply_ticket',
  does: 'Answering a ticket',
  operation: 'other',
  entity: 'ticket',
  description:
    'Mails the customer of a ticket an answer from the mailbox of whoever asks (kind answer, proposed first; without a mailbox or address it is only kept). Or keeps what they were told elsewhere (told), what they wrote back (customer, opens it again) or what the team says among itself (internal). An answer stops the clock of the first one.',
  input: z.strictObject({
    ticket: oneOf(Ticket),
    text: slot({ kind: 'text' }, z.string().trim().min(1).max(20_000)),
    kind: z.enum(KINDS).default('answer'),
  }),
  effect: 'ask',
  async propose({ ticket: name, text, kind }, context): Promise<Proposal | undefined> {
    if (kind !== 'answer') return undefined;
    const ticket = (await resolveOne(context, Ticket, name, 'ticket')) as TicketRecord;
    const way = await wayTo(context, ticket);
    if (!('mailbox' in way)) return undefined;
    return {
      title: `Answer ${ticket.reference} by mail to ${way.to}`,
      preview: {
        count: 1,
        sample: [{ title: `${ticket.reference} ${ticket.subject}` }],
        changes: [
          { label: 'Mail', to: `From ${way.mailbox.address} to ${way.to}` },
          { label: 'Subject', to: subjectOf(ticket) },
          { label: 'Text', to: text },
        ],
      },
      recordIds: [ticket.id, ...wayIds(way)],
    };
  },
  async run({ ticket: name, text, kind }, context): Promise<ToolResult> {
    const before = (await resolveOne(context, Ticket, name, 'ticket')) as TicketRecord;
    const way = kind === 'answer' ? await wayTo(context, before) : undefined;
    const isAsShown = way && 'mailbox' in way && wayIds(way).every((id) => context.approvedIds?.includes(id));
    const mailed = isAsShown ? await mailTo(context, before, way, text) : undefined;
    const { ticket, entry, isFollowUp } = await answerTicket(context.crm, context.scope, before, {
      text,
      kind: kind === 'told' ? 'answer' : kind,
    });
    const isChanged = isFollowUp || ticket.version !== before.version;
    const notMailed = way && !mailed ? whyNotMailed(way) : undefined;
    return {
      text: said(before, ticket, { kind, isFollowUp, mailed, notMailed }),
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

const subjectOf = (ticket: TicketRecord) => `${ticketTag(ticket)} ${ticket.subject}`;

/** How the customer would get it. */
async function wayTo({ crm, scope }: ToolContext, { contactId }: TicketRecord): Promise<OfferWay> {
  const contact = contactId
    ? (await crm.records(Contact).getMany(scope, [contactId])).get(contactId)
    : undefined;
  return offerWay(crm, { workspaceId: scope.workspaceId, userId: scope.actor.id, to: contact?.email });
}

/** @returns the address that it is on its way to */
async function mailTo(
  { crm, scope, turnId }: ToolContext,
  ticket: TicketRecord,
  { mailbox, to }: Extract<OfferWay, { mailbox: unknown }>,
  text: string,
): Promise<string> {
  await queueMail(crm, scope.workspaceId, {
    accountId: mailbox.id,
    to: [{ address: to }],
    subject: subjectOf(ticket),
    text,
    purpose: 'service',
    sendKey: `${ticketSource(ticket)}:${turnId}`,
    source: ticketSource(ticket),
    peopleIds: [...new Set([scope.actor.id, mailbox.ownerId])],
    ...(ticket.contactId && { contactIds: [ticket.contactId] }),
    ...(ticket.companyId && { companyIds: [ticket.companyId] }),
  });
  return to;
}

const whyNotMailed = (way: OfferWay): string =>
  'byHand' in way ? way.byHand : 'The mailbox or the address has changed since you saw it';

interface Said {
  kind: (typeof KINDS)[number];
  isFollowUp: boolean;
  mailed: string | undefined;
  notMailed: string | undefined;
}

function said(
  before: TicketRecord,
  after: TicketRecord,
  { kind, isFollowUp, mailed, notMailed }: Said,
): string {
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
  const counts = isFirst ? ` It counts as the first answer${late}.` : '';
  if (mailed) return `The answer to **${reference}** is on its way to **${mailed}**.${counts}`;
  const byHand = notMailed ? ` ${notMailed}, so **nothing was mailed**: tell the customer yourself.` : '';
  return `Kept the answer on **${reference}**.${byHand}${counts}`;
}
