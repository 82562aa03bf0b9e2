import { Approval, type ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { z } from 'zod';
import { approvalCard } from '../../approvals.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { counted, listed } from '../../tools/format.ts';

/** Proposals that are shown at once; the rest comes up as these are decided. */
const SHOWN = 5;
const PROPOSALS = { one: 'proposal waits', many: 'proposals wait' };

export const listApprovals = defineTool({
  name: 'list_approvals',
  does: 'Looking at what waits for a decision',
  slash: { command: 'approvals' },
  description:
    'What waits for the decision of the user, also what others have asked for, each to be approved or rejected here; and what of the user waits for somebody else.',
  input: z.strictObject({}),
  effect: 'read',
  async run(_, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const pending: Condition[] = [
      { field: 'status', op: 'eq', value: 'pending' },
      { field: 'expiresAt', op: 'gt', value: context.now },
    ];
    const service = crm.records(Approval);
    const own = [...pending, { field: 'deciders', op: 'eq' as const, value: scope.actor.id }];
    const [count, mine, awaiting] = await Promise.all([
      service.count(scope, { where: own }),
      service.find(scope, { where: own, sort: 'createdAt', limit: SHOWN }),
      service.find(systemScope(scope.workspaceId), {
        where: [
          ...pending,
          { field: 'askedBy', op: 'eq', value: scope.actor.id },
          { field: 'awaits', op: 'is_set' },
        ],
        sort: 'createdAt',
        limit: SHOWN,
      }),
    ]);
    await showHere(context, mine.records);
    const { team } = await crm.facts(scope.workspaceId);
    const asker = ({ askedBy }: ApprovalRecord) =>
      askedBy === scope.actor.id
        ? ''
        : `, asked for by ${team.find(({ id }) => id === askedBy)?.name ?? 'somebody who has left'}`;
    const lines = mine.records.map((one) => `- **${one.title}**${asker(one)}`);
    const others = awaiting.records.map(({ title, awaits }) => `**${title}** waits for ${awaits}`);
    const rest =
      count > SHOWN ? `\n\nThese are the oldest ${SHOWN}; decide on them and ask again for more.` : '';
    const awaited = others.length > 0 ? `\n\nOf yours, ${listed(others)}.` : '';
    return {
      text:
        count === 0
          ? `Nothing waits for your decision.${awaited}`
          : `${counted(count, PROPOSALS)} for your decision:\n\n${lines.join('\n')}${rest}${awaited}`,
      // whoever is shown it here may decide
      cards: mine.records.map(({ awaits: _awaited, ...approval }) => approvalCard(approval)),
      isAnswer: true,
    };
  },
});

/** Keeps that the proposals are shown in this conversation too, so that their cards here are redrawn when they are decided. */
async function showHere(
  { crm, scope, conversationId }: ToolContext,
  approvals: readonly ApprovalRecord[],
): Promise<void> {
  const elsewhere = approvals.filter((one) => one.conversationId !== conversationId).map(({ id }) => id);
  if (elsewhere.length === 0) return;
  await crm.store
    .model(Approval.name)
    .updateMany(
      { workspaceId: scope.workspaceId, _id: { $in: elsewhere } },
      { $addToSet: { shownIn: conversationId } },
    );
}
