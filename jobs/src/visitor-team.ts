import { isActive } from '@clianta/crm-core/conversations/notice/presence';
import { VisitorChat } from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { hasRole, systemScope } from '@clianta/crm-core/entity/scope';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';

/** Who of the team may do at least so much, by id. */
export async function teamOf(
  crm: CrmCore,
  workspaceId: string,
  least: 'member' | 'admin',
): Promise<string[]> {
  const { records } = await crm.records(TeamMember).find(systemScope(workspaceId), { limit: 500 });
  return records.filter((one) => hasRole(one, least)).map(({ userId }) => userId);
}

/** Who is at their desk and has the fewest open chats; nobody of those who were asked already. */
export async function nextForVisitor(
  crm: CrmCore,
  workspaceId: string,
  askedIds: readonly string[],
): Promise<string | undefined> {
  const free: Array<{ userId: string; open: number }> = [];
  for (const userId of await teamOf(crm, workspaceId, 'member')) {
    if (askedIds.includes(userId) || !(await isActive(crm, workspaceId, userId))) continue;
    const where = [
      { field: 'assigneeId', op: 'eq' as const, value: userId },
      { field: 'state', op: 'in' as const, value: ['waiting', 'person'] },
    ];
    const open = await crm.records(VisitorChat).count(systemScope(workspaceId), { where });
    free.push({ userId, open });
  }
  return free.toSorted((a, b) => a.open - b.open || a.userId.localeCompare(b.userId))[0]?.userId;
}
