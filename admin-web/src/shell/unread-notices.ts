import type { NoticeRecord } from '@clianta/crm-core/conversations/notice/notice.schema';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Json, recordsOf } from '../api/records.ts';
import { useResource } from '../api/use-resource.ts';
import { useSession } from '../session/session-context.ts';
import { useChatClient } from './chat-provider.tsx';

export type UnreadNotice = Json<NoticeRecord>;

/** As many as are counted; beyond it says "99+". */
export const MOST_COUNTED = 100;

/**
 * The user's unread notices, the newest first. They are read again when one comes, and after the connection was away,
 * since what came meanwhile was told to nobody.
 */
export function useUnreadNotices() {
  const { workspace } = useSession();
  const client = useChatClient();
  const isOnline = useSyncExternalStore(client.subscribe, () => client.getState().connection === 'online');
  const [count, setCount] = useState(0);
  useEffect(() => client.onNotification(() => setCount((before) => before + 1)), [client]);
  useEffect(() => {
    if (isOnline) setCount((before) => before + 1);
  }, [isOnline]);
  const notices = recordsOf<UnreadNotice>(workspace.id, 'notices');
  const { data = [], replace } = useResource(
    async (signal) => {
      const filter = { where: [{ field: 'seenAt', op: 'is_empty' as const }] };
      return (await notices.list({ filter, sort: '-at', limit: MOST_COUNTED, signal })).records;
    },
    [workspace.id, count],
  );
  const markSeen = async (ids: readonly string[]) => {
    await notices.updateMany(ids, { seenAt: new Date().toISOString() });
    replace(data.filter(({ id }) => !ids.includes(id)));
  };
  return { unread: data, markSeen };
}
