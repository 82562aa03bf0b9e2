import { Approval } from '@clianta/crm-core/conversations/approval/approval.schema';
import { tellDeciders as type } from '@clianta/crm-core/conversations/approval/tell-deciders';
import { defineJob } from '@clianta/crm-core/work/define-job';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';

/** Tells the admins of a proposal that waits for one of them; nobody of what was decided by then. */
export const tellDeciders = defineJob({
  ...type,
  async run(context: JobRunContext, { approvalId }) {
    const { crm, workspaceId, scope } = context;
    const approval = (await crm.records(Approval).getMany(scope, [approvalId])).get(approvalId);
    const now = crm.now();
    if (approval?.status !== 'pending' || approval.expiresAt <= now) return;
    const asker = await crm.records(TeamMember).findOne(scope, { userId: approval.askedBy });
    for (const userId of approval.deciders.filter((id) => id !== approval.askedBy)) {
      await tell(context, {
        workspaceId,
        userId,
        kind: 'approval',
        key: `approval:${approvalId}`,
        title: `${asker?.name ?? 'A teammate'} asks for your approval: ${approval.title}`,
        body: 'Say /approvals to see and decide it.',
        entity: Approval.name,
        recordId: approvalId,
        at: now,
      });
    }
  },
});
