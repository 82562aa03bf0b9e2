import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { recordsOf } from '../api/records.ts';
import { useResource } from '../api/use-resource.ts';
import { useSession } from '../session/session-context.ts';
import { useChatClient } from '../shell/chat-provider.tsx';
import { NOTICES } from './notices.ts';

interface NoticesValue {
  /** How many wait to be seen; undefined until it is known. */
  unread: number | undefined;
  /** Changes when there may be others: one has come, one was marked, the connection was away. */
  version: number;
  /** After a change that was made here. */
  refresh: () => void;
}

const NoticesContext = createContext<NoticesValue | undefined>(undefined);

/** Counts what is unread, and tells the pages when there may be other notices. */
export function NoticesProvider({ children }: { children: ReactNode }) {
  const { workspace } = useSession();
  const client = useChatClient();
  const [version, setVersion] = useState(0);
  const refresh = useCallback(() => setVersion((before) => before + 1), []);
  const isOnline = useSyncExternalStore(client.subscribe, () => client.getState().connection === 'online');
  useEffect(() => client.onNotification(refresh), [client, refresh]);
  useEffect(() => {
    // what came while the connection was away was told to nobody
    if (isOnline) refresh();
  }, [isOnline, refresh]);
  const { data } = useResource(
    async (signal) => {
      const { where } = NOTICES.unread;
      const notices = recordsOf<object>(workspace.id, 'notices');
      return (await notices.list({ filter: { where }, isCounted: true, limit: 1, signal })).count;
    },
    [workspace.id, version],
  );
  const value = useMemo(() => ({ unread: data, version, refresh }), [data, version, refresh]);
  return <NoticesContext value={value}>{children}</NoticesContext>;
}

/** @throws outside of NoticesProvider, which is a mistake in the program */
export function useNotices(): NoticesValue {
  const value = useContext(NoticesContext);
  if (!value) throw new Error('useNotices is only for pages inside NoticesProvider');
  return value;
}
