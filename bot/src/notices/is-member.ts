import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { User } from '@clianta/crm-core/workspace/user/user.schema';

/** Whether somebody is in the team, with an open account: nobody else is told anything. */
export async function isMember(crm: CrmCore, workspaceId: string, userId: string): Promise<boolean> {
  const system = systemScope(workspaceId);
  const [member, users] = await Promise.all([
    crm.records(TeamMember).findOne(system, { userId }),
    crm.records(User).getMany(system, [userId]),
  ]);
  const user = users.get(userId);
  return member !== undefined && user?.isActive === true && !user.isDeleted;
}
