import { useNavigate } from 'react-router';
import { formatInstant } from '../formatting.ts';
import { useSession } from '../session/session-context.ts';
import { Button } from '../ui/button.tsx';
import { ConsoleIcon } from '../ui/console-icon.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { Notice } from '../ui/states.tsx';
import { problemText, useSubmit } from '../ui/use-submit.ts';
import { useChatClient } from './chat-provider.tsx';
import { MOST_COUNTED, useUnreadNotices } from './unread-notices.ts';
import './notice-bell.css';

/** Shown at once; the rest comes up as these are seen. */
const SHOWN = 10;

/** How many notices wait to be seen, and the newest of them. */
export function NoticeBell() {
  const { workspace } = useSession();
  const { unread, markSeen } = useUnreadNotices();
  const { error, run } = useSubmit();
  const count = unread.length < MOST_COUNTED ? String(unread.length) : `${MOST_COUNTED - 1}+`;
  const mark = (ids: readonly string[]) => run(() => markSeen(ids));
  const client = useChatClient();
  const navigate = useNavigate();
  // the proposal is decided in one's own conversation, where its card has the buttons
  const decide = (id: string) => {
    navigate('/chat');
    client.send('/approvals');
    void mark([id]);
  };
  return (
    <div className="bell">
      <Menu
        className="bell__button"
        button={
          <>
            <ConsoleIcon name="bell" size={20} />
            {unread.length > 0 && (
              <span className="bell__count" aria-hidden="true">
                {count}
              </span>
            )}
            <span className="visually-hidden">Notices, {unread.length === 0 ? 'none' : count} unread</span>
          </>
        }
      >
        {(close) => (
          <>
            {error && <Notice kind="danger">{problemText(error)}</Notice>}
            {unread.length === 0 && <p>You have seen everything.</p>}
            <ul className="bell__list">
              {unread.slice(0, SHOWN).map(({ id, kind, title, body, at }) => (
                <li key={id}>
                  <div>
                    <strong>{title}</strong>
                    {body && kind !== 'approval' && <p>{body}</p>}
                    <p className="bell__at">{formatInstant(at, workspace.locale, workspace.timeZone)}</p>
                    {kind === 'approval' && (
                      <Button
                        onClick={() => {
                          close();
                          decide(id);
                        }}
                      >
                        See and decide
                      </Button>
                    )}
                  </div>
                  <Button kind="quiet" isIcon aria-label={`Seen: ${title}`} onClick={() => void mark([id])}>
                    <Icon name="check" />
                  </Button>
                </li>
              ))}
            </ul>
            {unread.length > 1 && (
              <Button onClick={() => void mark(unread.map(({ id }) => id))}>Mark all as seen</Button>
            )}
          </>
        )}
      </Menu>
    </div>
  );
}
