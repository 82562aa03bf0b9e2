import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { Opportunity } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import { ANSWERS, answerProposal } from '@clianta/crm-core/crm/proposal/answer-proposal';
import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { resolveOne } from '../../tools/resolve.ts';
import { proposalCalled } from './proposal-called.ts';
import { proposalCards, totalInWords } from './proposal-cards.ts';

export const recordAnswer = defineTool({
  name: 'record_answer',
  does: 'Keeping the answer to a proposal',
  operation: 'transition',
  entity: 'proposal',
  description:
    'Keeps what the customer said to a proposal outside of its page: accepted or declined, by whom, and why not. Offers to win the deal; never does by itself.',
  input: z.strictObject({
    proposal: oneOf(Proposal),
    answer: z.enum(ANSWERS),
    by: oneOf(Contact).describe('Who said so; left out: the contact of the proposal').optional(),
    reason: slot(
      { kind: 'text', isReason: true },
      z.string().trim().min(1).max(1_000).describe('Why it was declined'),
    ).optional(),
  }),
  effect: 'write',
  async run({ proposal: name, answer, by, reason }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const before = await proposalCalled(context, name);
    const { proposal, isNew } = await answerProposal(crm, scope, before, {
      answer,
      revision: before.revision,
      signer: { name: await whoSaid(context, before, by), recordedById: scope.actor.id },
      reason,
    });
    const deal = (await crm.records(Opportunity).getMany(scope, [proposal.dealId])).get(proposal.dealId);
    const isOpen = deal?.status === 'open';
    const what = `**${Proposal.titleOf(proposal)}** (${totalInWords(proposal, context)})`;
    const unsent = before.status === 'draft' ? ' It was never sent from here.' : '';
    const next = isOpen ? ` The deal **${deal.title}** is still open.` : '';
    return {
      text: isNew ? `Kept: ${what} is ${answer}.${unsent}${next}` : `${what} is ${answer} already.${next}`,
      cards: await proposalCards(context, proposal, {
        ...(isNew && {
          badge: answer === 'accepted' ? 'Accepted' : 'Declined',
          changed: ['status', 'answeredAt'],
          ...undoable(context),
        }),
      }),
      changes: isNew ? [{ entity: Proposal.name, id: proposal.id, change: 'updated' }] : [],
      focus: [focusOf(Proposal, proposal), ...(deal ? [focusOf(Opportunity, deal)] : [])],
      ...(isOpen && answer === 'accepted' && { question: winning(deal) }),
      ...(isOpen && answer === 'declined' && { suggestions: [`Mark the deal ${deal.title} as lost`] }),
      isAnswer: true,
    };
  },
});

/** What is left to a person: a won deal is their word. */
const winning = ({ id, title }: { id: string; title: string }) => ({
  text: `Mark the deal ${title} as won?`,
  options: [
    {
      label: 'Yes, it is won',
      value: 'won',
      call: { tool: 'close_deal', args: { deal: id, outcome: 'won' } },
    },
  ],
  argument: '',
});

async function whoSaid(
  context: ToolContext,
  { contactId }: ProposalRecord,
  by: string | undefined,
): Promise<string> {
  if (by !== undefined) return (await resolveOne(context, Contact, by, 'by')).name;
  if (!contactId) return 'The customer';
  const contact = (await context.crm.records(Contact).getMany(context.scope, [contactId])).get(contactId);
  return contact?.name ?? 'The customer';
}
