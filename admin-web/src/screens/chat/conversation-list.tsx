import type { Resource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Skeleton } from '../../ui/states.tsx';
import { type ConversationSummary, groupByDay } from './conversation-groups.ts';
import { ConversationItem } from './conversation-item.tsx';
import './conversation-list.css';

interface Props {
  conversations: Resource<ConversationSummary[]>;
  search: string;
  onSearch: (search: string) => void;
  onNew: () => void;
  onPick: () => void;
  onDeleted: (id: string) => void;
}

export function ConversationList({ conversations, search, onSearch, onNew, onPick, onDeleted }: Props) {
  const { data, error, reload } = conversations;
  const { workspace } = useSession();
  return (
    <div className="conversations">
      <Button onClick={onNew}>
        <Icon name="plus" /> New conversation
      </Button>
      <search>
        <TextField
          label="Search conversations"
          type="search"
          autoComplete="off"
          maxLength={200}
          value={search}
          onValue={onSearch}
        />
      </search>
      <div className="conversations__scroll">
        {data?.length === 0 && (
          <p className="conversations__note" role="status">
            {search.trim()
              ? `No conversation of yours says “${search.trim()}”.`
              : 'Your conversations will be listed here.'}
          </p>
        )}
        {data &&
          groupByDay(data, new Date(), workspace.timeZone).map((group) => (
            <section key={group.label} aria-label={group.label}>
              <h2>{group.label}</h2>
              <ul>
                {group.conversations.map((conversation) => (
                  <ConversationItem
                    key={conversation.id}
                    conversation={conversation}
                    onPick={onPick}
                    onChanged={reload}
                    onDeleted={() => {
                      onDeleted(conversation.id);
                      reload();
                    }}
                  />
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
