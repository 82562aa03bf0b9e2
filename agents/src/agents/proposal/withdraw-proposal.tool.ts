import { closedBecause, todayOf } from '@clianta/crm-core/crm/proposal/answer-proposal';
import { Proposal, type ProposalRecord } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineTool, type Proposal as Proposed, type ToolContext, type ToolResult } from '../../tool.ts';
import { oneOf } from '../../tools/fields.ts';
import { focusOf, undoable } from '../../tools/focus.ts';
import { recordCard } from '../../tools/present.ts';
import { proposalCalled } from './proposal-called.ts';
import { totalInWords } from './proposal-cards.ts';

export const withdrawProposal = defineTool({
  name: 'withdraw_proposal',
  does: 'Withdrawing a proposal',
  operation: 'delete',
  entity: 'proposal',
  description:
    'Takes a proposal back, so that nobody can accept it any more and its page says so; a draft goes to the trash. Always proposed first.',
  input: z.strictObject({ proposal: oneOf(Proposal) }),
  effect: 'ask',
  async propose({ proposal: name }, context): Promise<Proposed> {
    const proposal = await withdrawable(context, name);
    const isDraft = proposal.status === 'draft';
    const title = Proposal.titleOf(proposal);
    return {
      title: isDraft ? `Delete the draft ${title}` : `Withdraw ${title}`,
      preview: {
        count: 1,
        sample: [{ title: `${title}: ${proposal.title}`, detail: totalInWords(proposal, context) }],
        changes: isDraft
          ? []
          : [
              { label: 'Status', from: proposal.status, to: 'withdrawn' },
              { label: 'Page', to: 'Says that it was withdrawn; nobody can accept it' },
            ],
      },
      recordIds: [proposal.id],
    };
  },
  async run({ proposal: name }, context): Promise<ToolResult> {
    const { crm, scope } = context;
    if (!context.approvedIds) throw new InvalidError('Withdrawing a proposal needs an approval.');
    const before = await withdrawable(context, name);
    const proposals = crm.records(Proposal);
    const title = Proposal.titleOf(before);
    if (before.status === 'draft') {
      await proposals.delete(scope, before.id, { version: before.version });
      return {
        text: `Moved the draft **${title}** to the trash.`,
        changes: [{ entity: Proposal.name, id: before.id, change: 'deleted' }],
        isAnswer: true,
      };
    }
    const proposal = await proposals.update(
      scope,
      before.id,
      { status: 'withdrawn' },
      { version: before.version },
    );
    return {
      text: `Withdrew **${title}**. Its page says so, and nobody can accept it any more.`,
      cards: [
        await recordCard(context, Proposal, proposal, {
          badge: 'Withdrawn',
          changed: ['status'],
          ...undoable(context),
        }),
      ],
      changes: [{ entity: Proposal.name, id: proposal.id, change: 'updated' }],
      focus: [focusOf(Proposal, proposal)],
      isAnswer: true,
    };
  },
});

/** @throws InvalidError for what is over already */
async function withdrawable(context: ToolContext, name: string): Promise<ProposalRecord> {
  const proposal = await proposalCalled(context, name);
  const closed = closedBecause(proposal, await todayOf(context.crm, proposal.workspaceId));
  if (!closed || closed === 'expired') return proposal;
  throw new InvalidError(
    `${Proposal.titleOf(proposal)} is ${closed} already, so there is nothing to withdraw.`,
  );
}
