import type { VisitorChatRecord } from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';

/** What a visitor sees of their chat: of a teammate their first name. */
export async function shownMessages(
  crm: CrmCore,
  { workspaceId, messages }: Pick<VisitorChatRecord, 'workspaceId' | 'messages'>,
) {
  const { records: team } = await crm.records(TeamMember).find(systemScope(workspaceId), { limit: 500 });
  const names = new Map(team.map(({ userId, name }) => [userId, name.split(' ')[0]]));
  return messages.map(({ id, by, text, file, at, userId }) => ({
    id,
    by,
    text,
    at,
    ...(file && { file }),
    ...(userId && { name: names.get(userId) ?? 'The team' }),
  }));
}
