import { NavLink } from 'react-router';
import type { Resource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { type ConversationSummary, groupByDay } from './conversation-groups.ts';
import './conversation-list.css';

interface Props {
  conversations: Resource<ConversationSummary[]>;
  onNew: () => void;
  onPick: () => void;
}

export function ConversationList({ conversations, onNew, onPick }: Props) {
  const { data, error, reload } = conversations;
  const { workspace } = useSession();
  return (
    <div className="conversations">
      <Button onClick={onNew}>
        <Icon name="plus" /> New conversation
      </Button>
      <div className="conversations__scroll">
        {data?.length === 0 && <p className="conversations__note">Your conversations will be listed here.</p>}
        {data &&
          groupByDay(data, new Date(), workspace.timeZone).map((group) => (
            <section key={group.label} aria-label={group.label}>
              <h2>{group.label}</h2>
              <ul>
                {group.conversations.map((conversation) => (
                  <li key={conversation.id}>
                    <NavLink to={`/chat/${conversation.id}`} onClick={onPick} title={conversation.title}>
                      <span>{conversation.title}</span>
                    </NavLink>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        {!data && !error && <Skeleton label="Loading conversations" lines={5} />}
        {error && !data && (
          <div className="conversations__note" role="alert">
            <p>{error.message}</p>
            <Button kind="quiet" onClick={reload}>
              <Icon name="retry" size={16} /> Try again
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
