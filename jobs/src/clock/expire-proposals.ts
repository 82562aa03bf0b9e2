import { expireProposals as expire } from '@clianta/crm-core/crm/proposal/expire-proposals';
import { Proposal } from '@clianta/crm-core/crm/proposal/proposal.schema';
import { tell } from '../tell.ts';
import type { ClockJob } from './clock-job.ts';

/**
 * Marks the proposals whose last day is over, and tells whose they are. Accepting looks at the day itself, so it does not
 * matter when this runs.
 */
export const expireProposals: ClockJob = {
  name: 'proposals',
  async run(context, { workspaceId, timeZone }) {
    const { crm } = context;
    const expired = await expire(crm, workspaceId, timeZone);
    for (const proposal of expired)
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
    return `${expired.length} expired`;
  },
};
