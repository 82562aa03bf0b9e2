import { useEffect } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { recordsOf } from '../../api/records.ts';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Page } from '../../ui/page.tsx';
import { EmptyState, ProblemState, Skeleton } from '../../ui/states.tsx';
import { ChatWithVisitor } from './chat-with-visitor.tsx';
import { lastOf, nameOf, STATES, type VisitorChat } from './visitor-chat.ts';
import './visitors.css';

const SHOWN = 50;
/** How often it is looked for what is new, while somebody looks. */
const NEWS_MS = 4_000;

/** The chats with visitors of the website: who waits, who talks with whom, and what was said. */
export function VisitorsScreen() {
  const { workspace } = useSession();
  const { id } = useParams();
  const navigate = useNavigate();
  const { data, error, reload, replace } = useResource(
    async (signal) =>
      (
        await recordsOf<VisitorChat>(workspace.id, 'visitor-chats').list({
          sort: '-lastAt',
          limit: SHOWN,
          signal,
        })
      ).records,
    [workspace.id],
  );
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && reload(), NEWS_MS);
    return () => clearInterval(timer);
  }, [reload]);
  const chosen = data?.find((one) => one.id === id) ?? data?.[0];
  return (
    <Page
      isWide
      title="Visitors"
      about="People on your website who write to you. Clianta answers from the business profile until one of you takes over."
      actions={<Link to="/settings/visitors">What they are told</Link>}
    >
      {error && !data && <ProblemState title="The chats did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the chats" lines={8} />}
      {data?.length === 0 && (
        <EmptyState title="Nobody has written yet">
          <p>
            Put the chat on your website under <Link to="/settings/visitors">Settings, Visitors</Link>.
          </p>
        </EmptyState>
      )}
      {chosen && data && (
        <div className="visitors">
          <nav className="visitors__list" aria-label="Chats">
            {data.map((chat) => (
              <button
                key={chat.id}
                type="button"
                className="visitors__chat"
                aria-current={chat.id === chosen.id}
                onClick={() => navigate(`/visitors/${chat.id}`)}
              >
                <strong>{nameOf(chat)}</strong>
                <span className={`visitors__state is-${chat.state}`}>{STATES[chat.state]}</span>
                <span className="visitors__last">{lastOf(chat)}</span>
              </button>
            ))}
          </nav>
          <ChatWithVisitor
            key={chosen.id}
            chat={chosen}
            onChanged={(next) => replace(data.map((one) => (one.id === next.id ? next : one)))}
          />
        </div>
      )}
    </Page>
  );
}
