import { type ReactNode, useMemo, useSyncExternalStore } from 'react';
import { Button } from '../ui/button.tsx';
import { Notice, ProblemState, Skeleton } from '../ui/states.tsx';
import { useCards } from './cards/use-cards.ts';
import { type ChatActions, ChatActionsContext } from './chat-context.ts';
import { Announcer } from './log/announcer.tsx';
import { ChatLog } from './log/chat-log.tsx';
import { Composer } from './log/composer.tsx';
import type { Clock } from './log/message-time.ts';
import type { Upload } from './log/use-attachments.ts';
import type { ChatClient } from './store/chat-client.ts';
import { type ChatState, viewOf } from './store/chat-state.ts';
import './chat-panel.css';

interface Props {
  client: ChatClient;
  /** What an empty conversation shows. */
  empty: ReactNode;
  allowedHosts: readonly string[];
  clock: Clock;
  /** Where records have a place of their own beside the chat. */
  openRecord?: NonNullable<ChatActions['openRecord']>;
  /** Where they stand, for links. */
  recordHref?: NonNullable<ChatActions['recordHref']>;
  /** Where files can be sent in and taken from. */
  files?: { upload: Upload } & NonNullable<ChatActions['files']>;
  /** What can be done with tables of records. */
  tables?: NonNullable<ChatActions['tables']>;
  /** Stands over the field to write in. */
  above?: ReactNode;
}

/** A conversation, the same in the console and in the widget. */
export function ChatPanel(props: Props) {
  const { client, empty, allowedHosts, clock, openRecord, recordHref, above, files, tables } = props;
  const state = useSyncExternalStore(client.subscribe, client.getState);
  const cards = useCards();
  // biome-ignore lint/correctness/useExhaustiveDependencies: with its cards the log is longer, and follows its end
  const view = useMemo(() => viewOf(state), [state, cards]);
  const actions = useMemo(
    () => ({
      decide: client.decide,
      choose: client.choose,
      undo: client.undo,
      call: client.call,
      rate: client.cards.rate,
      proposed: client.cards.proposed,
      say: client.send,
      ...(openRecord && { openRecord }),
      ...(recordHref && { recordHref }),
      ...(files && { files }),
      ...(tables && { tables }),
      states: state.actions,
      allowedHosts,
      clock,
    }),
    [client, state.actions, allowedHosts, clock, openRecord, recordHref, files, tables],
  );

  return (
    <ChatActionsContext.Provider value={actions}>
      <div className="chat-panel">
        {state.connection === 'offline' && state.conversationId && (
          <div className="chat-panel__notice">
            <Notice kind="warning">
              No connection. What you write now is kept and sent as soon as it is back.
            </Notice>
          </div>
        )}
        {state.conversationId ? (
          <ChatLog
            key={state.conversationId}
            view={view}
            empty={empty}
            onLoadOlder={client.loadOlder}
            onResend={client.resend}
            onDiscard={client.discard}
          />
        ) : (
          <div className="chat-panel__loading">
            <NotOpen state={state} onRetry={client.retryOpen} onNew={() => client.show({ fresh: true })} />
          </div>
        )}
        <Announcer key={`speaks ${state.conversationId}`} view={view} />
        {above}
        <Composer
          isDisabled={!state.conversationId}
          hint={view.running ? 'You can go on writing: messages are answered in order.' : keyHint()}
          onSend={client.send}
          conversationId={state.conversationId}
          drafts={client.drafts}
          upload={files?.upload}
        />
      </div>
    </ChatActionsContext.Provider>
  );
}

/** On a touch screen there is a button to send and no Shift + Enter. */
const keyHint = () =>
  matchMedia('(pointer: coarse)').matches ? '' : 'Enter sends, Shift + Enter starts a new line.';

/** Before the first answer, or instead of it. */
function NotOpen({ state, onRetry, onNew }: { state: ChatState; onRetry: () => void; onNew: () => void }) {
  if (state.problem) {
    return (
      <ProblemState title="This conversation did not open" error={state.problem} onRetry={onRetry}>
        <Button kind="quiet" onClick={onNew}>
          Start a new conversation
        </Button>
      </ProblemState>
    );
  }
  if (state.connection === 'offline') {
    const error = { message: 'Clianta cannot be reached. It connects by itself when it can.' };
    return <ProblemState title="No connection" error={error} onRetry={onRetry} />;
  }
  return <Skeleton label="Opening the conversation" lines={3} />;
}
