import type { CrmCore } from '@clianta/crm-core/crm-core';
import { hasRole, systemScope } from '@clianta/crm-core/entity/scope';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';

export interface Member {
  userId: string;
  name: string;
  isAdmin: boolean;
  joinedAt: Date;
}

/** Everybody of the team. */
export async function membersOf(crm: CrmCore, workspaceId: string): Promise<Member[]> {
  const { records } = await crm.records(TeamMember).find(systemScope(workspaceId), { limit: 500 });
  return records.map(({ userId, name, role, createdAt }) => ({
    userId,
    name,
    isAdmin: hasRole({ role }, 'admin'),
    joinedAt: createdAt,
  }));
}
