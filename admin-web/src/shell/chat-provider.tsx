import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import { ChatClient } from '../chat/store/chat-client.ts';
import { connectSocket } from '../chat/store/chat-socket.ts';
import { DraftStorage } from '../chat/store/draft-storage.ts';
import { OutboxStorage } from '../chat/store/outbox-storage.ts';
import { useSession } from '../session/session-context.ts';
import { useToast } from '../ui/toasts.tsx';

const ClientContext = createContext<ChatClient | undefined>(undefined);

/** One connection for the whole console: the chat, notifications and the connection state share it. */
export function ChatProvider({ children }: { children: ReactNode }) {
  const { session, workspace, refresh } = useSession();
  const onRefused = useRef(refresh);
  onRefused.current = refresh;
  const toast = useToast();
  const userId = session.user.id;
  const client = useMemo(
    () =>
      new ChatClient({
        socket: connectSocket(workspace.id, userId),
        storage: new OutboxStorage(localStorage, `${workspace.id}.${userId}`),
        drafts: new DraftStorage(localStorage, `${workspace.id}.${userId}`),
        onRefused: () => void onRefused.current(),
      }),
    [workspace.id, userId],
  );
  useEffect(() => client.onNotification(({ title, body }) => toast({ title, body })), [client, toast]);
  useEffect(() => {
    const id = /^\/chat\/([^/]+)/.exec(window.location.pathname)?.[1];
    client.start(id && decodeURIComponent(id));
    return () => client.stop();
  }, [client]);
  return <ClientContext value={client}>{children}</ClientContext>;
}

/** @throws outside of ChatProvider, which is a mistake in the program */
export function useChatClient(): ChatClient {
  const client = useContext(ClientContext);
  if (!client) throw new Error('useChatClient is only for pages inside ChatProvider');
  return client;
}
