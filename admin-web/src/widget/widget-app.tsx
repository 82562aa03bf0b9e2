import { useEffect, useState } from 'react';
import { ApiError } from '../api/api-error.ts';
import { whenSignedOut } from '../api/request.ts';
import { ChatPanel } from '../chat/chat-panel.tsx';
import { pickPrompts } from '../chat/prompts.ts';
import { ChatClient } from '../chat/store/chat-client.ts';
import { connectSocket } from '../chat/store/chat-socket.ts';
import { DraftStorage } from '../chat/store/draft-storage.ts';
import { OutboxStorage } from '../chat/store/outbox-storage.ts';
import { Welcome } from '../chat/welcome.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Logo } from '../ui/logo.tsx';
import { loadWidget, type Widget } from './load-widget.ts';
import { siteOf } from './site-identity.ts';
import { storage } from './storage.ts';
import './widget-app.css';

type State =
  | { at: 'loading' }
  | { at: 'stranger' }
  | { at: 'problem'; message: string }
  | { at: 'in'; widget: Widget; client: ChatClient };

const PROMPTS = 4;

/** In an own tab there is nothing to close. */
const isEmbedded = window.parent !== window;
const close = () => window.parent.postMessage('clianta:close', '*');

function clientOf({ session, workspace, token }: Widget): ChatClient {
  const { id: workspaceId } = workspace;
  return new ChatClient({
    socket: connectSocket(workspaceId, session.user.id, token),
    storage: new OutboxStorage(storage, `${workspaceId}.${session.user.id}`),
    drafts: new DraftStorage(storage, `${workspaceId}.${session.user.id}`),
  });
}

export function WidgetApp() {
  const [state, setState] = useState<State>({ at: 'loading' });

  useEffect(() => {
    let client: ChatClient | undefined;
    // the page around says anew who is there
    if (siteOf(location.search)) whenSignedOut(() => location.reload());
    loadWidget().then(
      (widget) => {
        client = clientOf(widget);
        client.start();
        setState({ at: 'in', widget, client });
      },
      (error: unknown) => {
        const isStranger = error instanceof ApiError && error.status === 401;
        const message = error instanceof ApiError ? error.message : 'Something went wrong.';
        setState(isStranger ? { at: 'stranger' } : { at: 'problem', message });
      },
    );
    const closeOnEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && isEmbedded) close();
    };
    addEventListener('keydown', closeOnEscape);
    return () => {
      client?.stop();
      removeEventListener('keydown', closeOnEscape);
    };
  }, []);

  return (
    <div className="widget">
      <header className="widget__header">
        <Logo size={26} />
        <h1>{state.at === 'in' ? state.widget.workspace.name : 'Clianta'}</h1>
        {state.at === 'in' && (
          <Button
            kind="quiet"
            isIcon
            aria-label="New conversation"
            onClick={() => state.client.show({ fresh: true })}
          >
            <Icon name="plus" size={20} />
          </Button>
        )}
        {isEmbedded && (
          <Button kind="quiet" isIcon aria-label="Close the chat" onClick={close}>
            <Icon name="cross" size={20} />
          </Button>
        )}
      </header>
      <main className="widget__main">
        {state.at === 'loading' && <p className="widget__center">Opening the chat…</p>}
        {state.at === 'problem' && (
          <div className="widget__center" role="alert">
            <p>{state.message}</p>
            <Button onClick={() => location.reload()}>Try again</Button>
          </div>
        )}
        {state.at === 'stranger' && (
          <div className="widget__center">
            <h2>Sign in to talk to your CRM</h2>
            {siteOf(location.search) ? (
              <p>
                This page has not said who you are. Sign in to it first; the chat is for members of the team.
              </p>
            ) : (
              <>
                <p>This chat is for members of the workspace. Come back here once you are signed in.</p>
                <a className="button button--primary" href="/" target="_blank" rel="noopener">
                  Sign in <Icon name="external" size={16} />
                </a>
              </>
            )}
            <Button kind="quiet" onClick={() => location.reload()}>
              I have signed in
            </Button>
          </div>
        )}
        {state.at === 'in' && (
          <ChatPanel
            client={state.client}
            empty={
              <Welcome
                name={state.widget.session.user.name}
                prompts={pickPrompts(state.widget.agents, PROMPTS)}
                onPick={state.client.send}
              />
            }
            clock={state.widget.workspace}
            allowedHosts={state.widget.allowedHosts}
          />
        )}
      </main>
    </div>
  );
}
