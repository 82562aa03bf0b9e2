import { closedBecause, todayOf } from '@clianta/crm-core/crm/proposal/answer-proposal';
import { offerLink } from '@clianta/crm-core/crm/proposal/offer-link';
import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf, searchShape } from '../../tools/fields.ts';
import { focusOf, nearTo } from '../../tools/focus.ts';
import { formatDate, formatDay } from '../../tools/format.ts';
import { type SearchArgs, searched } from '../../tools/search-tool.ts';
import { proposalCalled } from './proposal-called.ts';
import { proposalCards, totalInWords } from './proposal-cards.ts';

export const proposalStatus = defineTool({
  name: 'proposal_status',
  does: 'Looking at proposals',
  operation: 'list',
  entity: 'proposal',
  description:
    'Says how far one proposal is: sent, opened (how often, when), accepted, declined, its lines and link; or lists, counts and totals proposals by status, company, validity or any other field.',
  input: z.strictObject({
    proposal: oneOf(Proposal).describe('One proposal; left out: those that the filter matches').optional(),
    ...searchShape(Proposal),
  }),
  effect: 'read',
  slash: {
    command: 'proposals',
    args: () => ({ where: [{ field: 'status', op: 'in', value: ['draft', 'sent', 'viewed'] }] }),
  },
  async run({ proposal: name, ...args }, context): Promise<ToolResult> {
    if (name === undefined) return listed(context, args as SearchArgs);
    const proposal = await proposalCalled(context, name);
    const link = await offerLink(context.crm, proposal.workspaceId, proposal.id);
    const isOpen = proposal.status === 'sent' || proposal.status === 'viewed';
    // what they wrote on the page is theirs, not the team's
    const isTheirs = proposal.declineReason && proposal.signer?.ip;
    return {
      text: [
        await statusInWords(context, proposal),
        ...(link && isOpen ? [`Its page: [open it](${link})`] : []),
      ].join('\n\n'),
      cards: await proposalCards(context, proposal),
      focus: [focusOf(Proposal, proposal), ...(await nearTo(context, Proposal, proposal))],
      suggestions: nextSteps(proposal),
      isAnswer: true,
      ...(isTheirs && { isOutside: `the page of ${Proposal.titleOf(proposal)}` }),
    };
  },
});

/** What was replaced stands for nothing any more, unless it is asked for. */
function listed(context: ToolContext, args: SearchArgs): Promise<ToolResult> {
  const isOfStatus = [...(args.where ?? []), ...(args.anyOf ?? []).flat()].some(
    ({ field }) => field === 'status',
  );
  return searched(
    context,
    Proposal,
    args,
    isOfStatus ? [] : [{ field: 'status', op: 'ne', value: 'replaced' }],
  );
}

async function statusInWords(context: ToolContext, proposal: ProposalRecord): Promise<string> {
  const { status, sentAt, viewedAt, lastViewedAt, views, answeredAt, signer, declineReason, validUntil } =
    proposal;
  const what = `**${Proposal.titleOf(proposal)}** (${proposal.title}, ${totalInWords(proposal, context)})`;
  const when = (at: Date | null | undefined) => (at ? formatDate(at, context) : '');
  const closed = closedBecause(proposal, await todayOf(context.crm, proposal.workspaceId));
  const until = validUntil ? formatDay(validUntil, context) : '';
  const sent = sentAt ? `, sent ${when(sentAt)}` : '';
  const opened = viewedAt
    ? `Opened ${views === 1 ? 'once' : `${views} times`}, first ${when(viewedAt)}${lastViewedAt && views > 1 ? `, last ${when(lastViewedAt)}` : ''}.`
    : sentAt
      ? 'Nobody has opened its page yet.'
      : '';
  if (closed === 'expired') return `${what} expired: it was valid until ${until}. ${opened}`.trim();
  switch (status) {
    case 'draft':
      return `${what} is a draft: it was not sent yet. Valid until ${until}.`;
    case 'sent':
    case 'viewed':
      return `${what} waits for an answer${sent}. ${opened} Valid until ${until}.`;
    case 'accepted':
      return `${what} was **accepted** by ${signer?.name ?? 'the customer'} ${when(answeredAt)}. ${opened}`.trim();
    case 'declined':
      return `${what} was **declined** by ${signer?.name ?? 'the customer'} ${when(answeredAt)}${declineReason ? `: “${declineReason}”` : ''}. ${opened}`.trim();
    case 'withdrawn':
      return `${what} was withdrawn${sent}. ${opened}`.trim();
    default:
      return `${what} was replaced by a newer revision. ${opened}`.trim();
  }
}

function nextSteps({ status }: ProposalRecord): string[] {
  if (status === 'draft') return ['Show it as PDF', 'Send it'];
  if (status === 'sent' || status === 'viewed') return ['They said yes', 'They declined', 'Withdraw it'];
  return [];
}
