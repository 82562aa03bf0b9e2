import { Company } from '@clianta/crm-core/crm/company/company.schema';
import { Contact, type ContactRecord } from '@clianta/crm-core/crm/contact/contact.schema';
import { closedBecause, todayOf } from '@clianta/crm-core/crm/proposal/answer-proposal';
import { offerLink } from '@clianta/crm-core/crm/proposal/offer-link';
import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { fileNameOf, sendOffer } from '../../proposals/freeze-proposal.ts';
import { mailOffer, offerByHand, offerWay, wayIds } from '../../proposals/offer-delivery.ts';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal as Proposed, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { fileCard } from '../../tools/file-card.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { formatDay } from '../../tools/format.ts';
import { recordCard } from '../../tools/present.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { proposalCalled } from './proposal-called.ts';
import { totalInWords } from './proposal-cards.ts';

const input = z.strictObject({
  proposal: oneOf(Proposal),
  to: oneOf(Contact).describe('Who gets it; left out: the contact of the proposal').optional(),
  email: slot({ kind: 'email' }, z.email()).optional().describe('An address instead of a contact'),
  text: slot(
    { kind: 'text' },
    z.string().trim().min(1).max(5_000).describe('What is written with it'),
  ).optional(),
});
type Args = z.output<typeof input>;

export const sendProposal = defineTool({
  name: 'send_proposal',
  does: 'Sending a proposal',
  operation: 'transition',
  entity: 'proposal',
  description:
    'Makes a draft final, with its PDF and its page where the customer accepts or declines; always proposed first. It is mailed from the mailbox of whoever sends it; without one the link and a mail to send by hand are given.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposed | undefined> {
    const { proposal, recipient } = await meant(context, args);
    // the customer has it already: its link is shown again
    if (proposal.status !== 'draft') return undefined;
    const to = inWords(recipient);
    const way = await wayOf(context, recipient);
    return {
      title: `Send ${Proposal.titleOf(proposal)} ${to ? `to ${to}` : 'to the customer'}`,
      preview: {
        count: 1,
        sample: [
          {
            title: `${Proposal.titleOf(proposal)}: ${proposal.title}`,
            detail: totalInWords(proposal, context),
          },
        ],
        changes: [
          { label: 'Total', to: totalInWords(proposal, context) },
          { label: 'Valid until', to: proposal.validUntil ? formatDay(proposal.validUntil, context) : '—' },
          { label: 'PDF', to: fileNameOf(proposal) },
          { label: 'Page', to: 'Whoever has the link can read it, accept it or decline it' },
          {
            label: 'Mail',
            to:
              'mailbox' in way
                ? `From ${way.mailbox.address} to ${way.to}, with the link and the PDF`
                : `${way.byHand}: you get the link, and a mail to send yourself`,
          },
          ...(args.text ? [{ label: 'Text', to: args.text }] : []),
        ],
      },
      recordIds: [proposal.id, ...wayIds(way)],
    };
  },
  async run(args, context): Promise<ToolResult> {
    const { proposal: before, recipient } = await meant(context, args);
    if (before.status !== 'draft') return sentAgain(context, before, recipient, args.text);
    if (!context.approvedIds) throw new InvalidError('Sending a proposal needs an approval.');
    const { proposal, pdf, address } = await sendOffer(
      context,
      before,
      recipient.contact && !before.contactId ? { contactId: recipient.contact.id } : {},
    );
    const mail = mailOf(context, proposal, { recipient, address, text: args.text });
    const way = await wayOf(context, recipient);
    const isAsShown = wayIds(way).every((id) => context.approvedIds?.includes(id));
    const delivered =
      'mailbox' in way && isAsShown
        ? await mailOffer(context.crm, way, mail, {
            revisionId: proposal.id,
            pdf,
            userId: context.scope.actor.id,
          })
        : offerByHand(
            'byHand' in way ? way.byHand : 'The mailbox or the address has changed since you saw it',
            mail,
          );
    const until = proposal.validUntil ? ` until ${formatDay(proposal.validUntil, context)}` : '';
    return {
      text: [
        `**${Proposal.titleOf(proposal)}** is final and has its page. Whoever has the link can read it, and accept it${until}.`,
        delivered,
      ].join('\n\n'),
      cards: [
        fileCard(pdf),
        await recordCard(context, Proposal, proposal, {
          badge: 'Sent',
          changed: ['status', 'sentAt'],
          ...undoable(context),
        }),
      ],
      changes: [{ entity: Proposal.name, id: proposal.id, change: 'updated' }],
      focus: [focusOf(Proposal, proposal)],
      isAnswer: true,
    };
  },
});

interface Recipient {
  contact?: ContactRecord | undefined;
  email?: string | undefined;
}

/** @throws InvalidError for what can no longer be sent */
async function meant(
  context: ToolContext,
  args: Args,
): Promise<{ proposal: ProposalRecord; recipient: Recipient }> {
  const { crm, scope } = context;
  const proposal = await proposalCalled(context, args.proposal);
  const closed = closedBecause(proposal, await todayOf(crm, proposal.workspaceId));
  const title = Proposal.titleOf(proposal);
  if (closed === 'expired')
    throw new InvalidError(
      `${title} was valid until ${proposal.validUntil ? formatDay(proposal.validUntil, context) : 'a day that is past'}. Say until when it shall be: “valid until the end of next month”.`,
    );
  if (closed) throw new InvalidError(`${title} is ${closed} and cannot be sent.`);
  // "Jonas" is the one whom the proposal is for, or the one at its customer
  const focus = [
    ...(proposal.companyId ? [{ entity: Company.name, id: proposal.companyId, title: '' }] : []),
    ...(proposal.contactId ? [{ entity: Contact.name, id: proposal.contactId, title: '' }] : []),
    ...context.focus,
  ];
  const contact = args.to
    ? await resolveOne({ ...context, focus }, Contact, args.to, 'to')
    : proposal.contactId && !args.email
      ? (await crm.records(Contact).getMany(scope, [proposal.contactId])).get(proposal.contactId)
      : undefined;
  return { proposal, recipient: { contact, email: args.email ?? contact?.email } };
}

const wayOf = ({ crm, scope }: ToolContext, { email }: Recipient) =>
  offerWay(crm, { workspaceId: scope.workspaceId, userId: scope.actor.id, to: email });

const inWords = ({ contact, email }: Recipient): string =>
  contact ? `${contact.name}${email ? ` (${email})` : ''}` : (email ?? '');

function mailOf(
  context: ToolContext,
  proposal: ProposalRecord,
  { recipient, address, text }: { recipient: Recipient; address: string; text: string | undefined },
) {
  const first = recipient.contact?.name.split(' ')[0];
  const until = proposal.validUntil
    ? `\n\nIt is valid until ${formatDay(proposal.validUntil, context)}.`
    : '';
  const said = text ?? `here is our proposal “${proposal.title}”, ${totalInWords(proposal, context)}:`;
  return {
    to: recipient.email,
    name: recipient.contact?.name,
    about: {
      ...(recipient.contact && { contactIds: [recipient.contact.id] }),
      ...(proposal.companyId && { companyIds: [proposal.companyId] }),
      ...(proposal.dealId && { opportunityId: proposal.dealId }),
    },
    subject: `Proposal ${Proposal.titleOf(proposal)}: ${proposal.title}`,
    text: `Hello${first ? ` ${first}` : ''},\n\n${said}\n\n${address}${until}\n\nBest regards\n${context.scope.actor.name}`,
    address,
  };
}

async function sentAgain(
  context: ToolContext,
  proposal: ProposalRecord,
  recipient: Recipient,
  text: string | undefined,
): Promise<ToolResult> {
  const address = await offerLink(context.crm, proposal.workspaceId, proposal.id);
  if (!address)
    throw new InvalidError(
      `The link of ${Proposal.titleOf(proposal)} was made with another key of the server and cannot be shown again. Change something, and send the revision.`,
    );
  return {
    text: [
      `**${Proposal.titleOf(proposal)}** was sent already; its link is the same.`,
      offerByHand('It goes out once', mailOf(context, proposal, { recipient, address, text })),
    ].join('\n\n'),
    focus: [focusOf(Proposal, proposal)],
    isAnswer: true,
  };
}
