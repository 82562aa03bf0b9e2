import { Workflow } from '@clianta/crm-core/automation/workflow/workflow.schema';
import { defineJob } from '@clianta/crm-core/work/define-job';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { TELL_BUDGET } from '@clianta/crm-core/workspace/tell-budget';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import type { JobRunContext } from '../job.ts';
import { tell } from '../tell.ts';

/** Tells the admins, once for each budget and time, that most of it is spent or that it is used up. */
export const tellBudget = defineJob({
  ...TELL_BUDGET,
  async run(context: JobRunContext, { account, period, isUsedUp }) {
    const { crm, scope, workspaceId } = context;
    const { records } = await crm
      .records(TeamMember)
      .find(scope, { where: [{ field: 'role', op: 'in', value: ['admin', 'owner'] }], limit: 100 });
    const { team } = await crm.facts(workspaceId);
    const person = team.find(({ id }) => id === account)?.name;
    const workflow = person
      ? undefined
      : (await crm.records(Workflow).getMany(scope, [account])).get(account);
    const whose =
      account === 'all'
        ? 'the workspace'
        : (person ??
          (workflow ? `the workflow “${workflow.name}”` : `the ${account.replace(/Agent$/, '')} agent`));
    for (const { userId } of records)
      await tell(context, {
        workspaceId,
        userId,
        kind: 'outcome',
        key: `budget:${account}:${period}:${isUsedUp}`,
        title: isUsedUp
          ? `The budget of the language model is used up for ${whose}`
          : `Four fifths of the budget of the language model are spent for ${whose}`,
        body: isUsedUp
          ? 'Until the budget begins anew, or is raised, the built-in engine answers.'
          : 'When it is used up, the built-in engine answers.',
        because: 'You look after the workspace.',
        entity: Workspace.name,
        recordId: workspaceId,
        at: crm.now(),
      });
  },
});
