import type { Condition } from '@clianta/crm-core/entity/filter.schema';
import { useEffect, useRef } from 'react';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { useResource } from '../../api/use-resource.ts';
import type { ChatState } from '../../chat/store/chat-state.ts';
import type { ConversationSummary } from './conversation-groups.ts';

const LISTED = 60;
const MOST_PINNED = 30;
/** The messages of one turn come within this time of each other. */
const SETTLED_MS = 300;

/** The list asks again when a conversation is new or moves to the top, not for every message in the one that is there. */
export function useConversations(
  workspaceId: string,
  search: string,
  { activity, conversationId }: Pick<ChatState, 'activity' | 'conversationId'>,
) {
  const list = useResource(
    async (signal) => {
      if (search) {
        const path = `/api/workspaces/${encodeURIComponent(workspaceId)}/own-conversations/search?${new URLSearchParams({ q: search })}`;
        return (await request<{ conversations: ConversationSummary[] }>(path, { signal })).conversations;
      }
      const listed = async (more: Condition[], limit: number) => {
        const where: Condition[] = [
          { field: 'channel', op: 'eq', value: 'web' },
          { field: 'lastMessageAt', op: 'is_set' },
          ...more,
        ];
        const page = await recordsOf<ConversationSummary>(workspaceId, 'conversations').list({
          filter: { where },
          sort: '-lastMessageAt',
          limit,
          signal,
        });
        return page.records;
      };
      // what is pinned stays in the list, however old it is
      const [latest, pinned] = await Promise.all([
        listed([], LISTED),
        listed([{ field: 'isPinned', op: 'eq', value: true }], MOST_PINNED),
      ]);
      const ids = new Set(latest.map(({ id }) => id));
      return [...latest, ...pinned.filter(({ id }) => !ids.has(id))];
    },
    [workspaceId, search],
  );
  const { data, reload } = list;
  const askedAt = useRef(0);
  const isOnTop = data?.[0]?.id === conversationId && Boolean(data?.[0]?.title);
  useEffect(() => {
    if (activity === 0 || isOnTop) return;
    const waitMs = Date.now() - askedAt.current < SETTLED_MS ? SETTLED_MS : 0;
    const timer = setTimeout(() => {
      askedAt.current = Date.now();
      reload();
    }, waitMs);
    return () => clearTimeout(timer);
  }, [activity, isOnTop, reload]);
  return list;
}
