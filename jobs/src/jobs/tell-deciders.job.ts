import { capitalize } from '@clianta/agents/tools/format';
import { Approval, type ApprovalRecord } from '@clianta/crm-core/conversations/approval/approval.schema';
import { tellDeciders as type } from '@clianta/crm-core/conversations/approval/tell-deciders';
import { defineJob } from '@clianta/crm-core/work/define-job';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';

/** A proposal that is still undecided this long before it expires is told of once more. */
const LAST_CALL_MS = 60 * 60_000;

/**
 * Tells the admins of a proposal that waits for one of them, and again shortly before it expires; nobody of what was
 * decided by then.
 */
export const tellDeciders = defineJob({
  ...type,
  async run(context: JobRunContext, { approvalId, isLastCall = false, isEscalation = false }) {
    const { crm, workspaceId, scope } = context;
    let approval = (await crm.records(Approval).getMany(scope, [approvalId])).get(approvalId);
    if (approval?.status === 'pending' && isEscalation) approval = await escalated(context, approval);
    const now = crm.now();
    if (approval?.status !== 'pending' || approval.expiresAt <= now) return;
    const asker = await crm.records(TeamMember).findOne(scope, { userId: approval.askedBy });
    const { client } = approval;
    const asks = client ? capitalize(client) : (asker?.name ?? 'A teammate');
    // who had a program ask sees nothing of it otherwise
    for (const userId of approval.deciders.filter((id) => client || id !== approval.askedBy)) {
      await tell(context, {
        workspaceId,
        userId,
        kind: 'approval',
        key: isLastCall ? `approval-expires:${approvalId}` : `approval:${approvalId}`,
        title: isLastCall
          ? `Expires within the hour: ${approval.title}`
          : `${asks} asks for your approval: ${approval.title}`,
        body: 'Ask “What waits for my approval?” to see and decide it.',
        because: `${asks} asked for it${client ? ` for ${userId === approval.askedBy ? 'you' : (asker?.name ?? 'a teammate')}` : ''}, and you may decide it.`,
        ...(isLastCall && { urgency: 'critical' as const }),
        entity: Approval.name,
        recordId: approvalId,
        at: now,
      });
    }
    const lastCallAt = new Date(approval.expiresAt.getTime() - LAST_CALL_MS);
    if (!isLastCall && !isEscalation && lastCallAt > now)
      await crm.enqueue(
        type,
        { approvalId, isLastCall: true },
        { workspaceId, key: `last-call:${approvalId}`, at: lastCallAt },
      );
  },
});

/** Nobody has decided for long: the owners may from now on, except for what they have asked for themselves. */
async function escalated(
  { crm, scope }: JobRunContext,
  { id, deciders, version, askedBy }: ApprovalRecord,
): Promise<ApprovalRecord> {
  const { records } = await crm
    .records(TeamMember)
    .find(scope, { where: [{ field: 'role', op: 'eq', value: 'owner' }], limit: 100 });
  const owners = records.map(({ userId }) => userId).filter((userId) => userId !== askedBy);
  const all = [...new Set([...deciders, ...owners])];
  return crm.records(Approval).update(scope, id, { deciders: all }, { version });
}
