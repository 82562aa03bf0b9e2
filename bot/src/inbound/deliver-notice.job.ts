import { deliverNotice } from '@clianta/crm-core/conversations/notice/deliver-notice';
import { Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import { ExternalIdentity } from '@clianta/crm-core/workspace/external-identity/external-identity.schema';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import type { Channel } from '../channel.ts';

/** What comes later than this is no news any more. */
const LATE_MS = 24 * 3_600_000;

/** Brings notices to people's chats outside, once over all processes; not what they have seen elsewhere by then. */
export function deliverNoticeJob(channels: readonly Channel[]) {
  return defineJob({
    ...deliverNotice,
    async run(
      { crm, workspaceId, scope }: { crm: CrmCore } & JobRun,
      { noticeId, identityId },
    ): Promise<void> {
      const notice = (await crm.records(Notice).getMany(scope, [noticeId])).get(noticeId);
      if (!notice || notice.isDeleted || notice.seenAt) return;
      if (crm.now().getTime() - notice.at.getTime() > LATE_MS) return;
      const identity = (await crm.records(ExternalIdentity).getMany(scope, [identityId])).get(identityId);
      const { userId } = notice;
      const isMember = (await crm.records(TeamMember).findOne(scope, { userId })) !== undefined;
      // who has left the team, or unlinked the account, is told nothing
      if (!identity || identity.isDeleted || identity.userId !== userId || !isMember) return;
      const channel = channels.find(({ name }) => name === identity.channel);
      await channel?.tell?.(
        { workspaceId, externalTeamId: identity.externalTeamId, externalUserId: identity.externalUserId },
        notice,
      );
    },
  });
}
