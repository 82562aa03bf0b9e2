import { useDeferredValue, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useNavigate, useParams } from 'react-router';
import { recordsOf } from '../../api/records.ts';
import { request } from '../../api/request.ts';
import { fileHref, thumbnailHref, uploadFile } from '../../api/uploads.ts';
import { useResource } from '../../api/use-resource.ts';
import { ChatPanel } from '../../chat/chat-panel.tsx';
import { type AgentSummary, pickPrompts } from '../../chat/prompts.ts';
import { useSession } from '../../session/session-context.ts';
import { useChatClient } from '../../shell/chat-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ConversationList } from './conversation-list.tsx';
import { TodayScreen } from './today/today-screen.tsx';
import { useConversations } from './use-conversations.ts';
import { useRecordBeside } from './use-record-beside.tsx';
import { useRecordTables } from './use-record-tables.tsx';
import './chat-screen.css';

const PROMPTS = 6;
const NO_HOSTS: readonly string[] = [];
const NO_PROMPTS: readonly string[] = [];

/** Files are sent in and taken by the session's own requests. */
const filesOf = (workspaceId: string) => ({
  upload: (file: File, onProgress: (part: number) => void, signal: AbortSignal) =>
    uploadFile(workspaceId, file, { onProgress, signal }),
  href: (id: string) => fileHref(workspaceId, id),
  thumbnail: (id: string) => thumbnailHref(workspaceId, id),
});

/** Follows the address bar, and writes the opened conversation into it. */
function useConversationRoute() {
  const client = useChatClient();
  const navigate = useNavigate();
  const { conversationId: wanted } = useParams();
  const state = useSyncExternalStore(client.subscribe, client.getState);
  const { conversationId: opened } = state;
  useEffect(() => {
    if (wanted && wanted !== client.getState().conversationId) client.show({ conversationId: wanted });
  }, [wanted, client]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only an opened conversation changes the address
  useEffect(() => {
    // the address changes before the page does: whoever is on the way to another page is not called back
    const isHere = window.location.pathname.startsWith('/chat');
    if (isHere && opened && opened !== wanted)
      navigate(`/chat/${encodeURIComponent(opened)}${window.location.search}`, { replace: true });
  }, [opened]);
  return { client, state };
}

export function ChatScreen() {
  const { workspace } = useSession();
  const { client, state } = useConversationRoute();
  const [isListShown, setIsListShown] = useState(false);
  const [search, setSearch] = useState('');
  const conversations = useConversations(workspace.id, useDeferredValue(search.trim()), state);
  const prompts = useResource(
    async (signal) => {
      const { agents } = await request<{ agents: AgentSummary[] }>(`/api/workspaces/${workspace.id}/agents`, {
        signal,
      });
      return pickPrompts(agents, PROMPTS);
    },
    [workspace.id],
  );
  const hosts = useResource(
    async (signal) => {
      const record = await recordsOf<{ allowedLinkHosts?: string[] }>(workspace.id, 'workspaces').get(
        workspace.id,
        signal,
      );
      return record.allowedLinkHosts ?? [];
    },
    [workspace.id],
  );

  const beside = useRecordBeside(state.conversationId);
  const tables = useRecordTables();

  // the server names a conversation after its first message; the list hears of it first
  const listed = conversations.data?.find(({ id }) => id === state.conversationId);
  const title = (listed?.title ?? state.title) || 'Chat';
  useEffect(() => {
    document.title = `${title} · Clianta`;
  }, [title]);

  const startNew = () => {
    setIsListShown(false);
    // an empty conversation is as new as it gets
    if (state.messages.length > 0 || state.outbox.length > 0 || !state.conversationId)
      client.show({ fresh: true });
  };
  const list = (
    <ConversationList
      conversations={conversations}
      search={search}
      onSearch={setSearch}
      onNew={startNew}
      onPick={() => setIsListShown(false)}
      onDeleted={(id) => {
        if (id === state.conversationId) client.show({ fresh: true });
      }}
    />
  );

  const files = useMemo(() => filesOf(workspace.id), [workspace.id]);
  return (
    <div className={beside.panel ? 'chat-screen chat-screen--beside' : 'chat-screen'}>
      <aside className="chat-screen__list" aria-label="Conversations">
        {list}
      </aside>
      <div className="chat-screen__main">
        <header className="chat-screen__header">
          <Button
            kind="quiet"
            isIcon
            className="chat-screen__narrow"
            aria-label="Conversations"
            onClick={() => setIsListShown(true)}
          >
            <ConsoleIcon name="list" size={20} />
          </Button>
          <h1>{title}</h1>
          <Button
            kind="quiet"
            isIcon
            className="chat-screen__narrow"
            aria-label="New conversation"
            onClick={startNew}
          >
            <Icon name="plus" size={20} />
          </Button>
        </header>
        <ChatPanel
          client={client}
          empty={<TodayScreen examples={prompts.data ?? NO_PROMPTS} onPick={client.send} />}
          clock={workspace}
          allowedHosts={hosts.data ?? NO_HOSTS}
          openRecord={beside.open}
          recordHref={beside.hrefOf}
          above={beside.about}
          files={files}
          tables={tables}
        />
      </div>
      {beside.panel}
      {isListShown && (
        <Dialog title="Conversations" isDrawer onClose={() => setIsListShown(false)}>
          {list}
        </Dialog>
      )}
    </div>
  );
}
