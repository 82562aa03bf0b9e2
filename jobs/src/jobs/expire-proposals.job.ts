import { expireProposals } from '@clianta/crm-core/crm/proposal/expire-proposals';
import { Proposal } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import type { ScheduledJob } from '../job.ts';
import { tell } from '../tell.ts';

/**
 * Marks, from one in the morning on where the workspace is, the proposals whose last day is over, and tells whose they are.
 * Accepting looks at the day itself, so it does not matter when this runs.
 */
export const expireProposalsJob: ScheduledJob = {
  name: 'expire-proposals',
  everyMs: 15 * 60_000,
  async run(context) {
    const { crm } = context;
    const workspaces = await crm.store
      .model(Workspace.name)
      .find({ isDeleted: false })
      .select('timeZone')
      .lean<Array<{ _id: string; timeZone: string }>>();
    for (const { _id: workspaceId, timeZone } of workspaces)
      for (const proposal of await expireProposals(crm, workspaceId, timeZone))
        if (proposal.ownerId)
          await tell(context, {
            workspaceId,
            userId: proposal.ownerId,
            kind: 'outcome',
            key: `proposal:${proposal.id}:expired`,
            title: `${Proposal.titleOf(proposal)} has expired: ${proposal.title}`,
            body: 'Nobody has answered it. Say “extend it by two weeks”, and the next revision is made.',
            because: 'The proposal is yours.',
            entity: Proposal.name,
            recordId: proposal.id,
            at: crm.now(),
          });
  },
};
