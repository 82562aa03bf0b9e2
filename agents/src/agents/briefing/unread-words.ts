import { Notice, UNREAD } from '@clianta/crm-core/conversations/notice/notice.schema';
import type { ToolContext } from '../../tool.ts';
import { counted } from '../../tools/format.ts';

/** Word of the user's unread notices, to follow a sentence; empty when there are none. */
export async function unreadInWords({ crm, scope }: ToolContext): Promise<string> {
  const where = [{ field: 'userId', op: 'eq' as const, value: scope.actor.id }, ...UNREAD];
  const count = await crm.records(Notice).count(scope, { where });
  if (count === 0) return '';
  const notices = counted(count, { one: 'unread notice', many: 'unread notices' });
  return ` You have ${notices} too: say “show my notices”.`;
}
