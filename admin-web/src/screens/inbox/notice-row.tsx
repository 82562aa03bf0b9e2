import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { formatInstant } from '../../formatting.ts';
import { useKinds } from '../../metadata/metadata-provider.tsx';
import { recordPath } from '../../metadata/record-path.ts';
import type { InboxNotice } from '../../notices/notices.ts';
import { useSession } from '../../session/session-context.ts';
import { useChatClient } from '../../shell/chat-provider.tsx';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SnoozeMenu } from '../../ui/snooze-menu.tsx';
import type { NoticeGroup } from './notice-groups.ts';
import { NoticeReasons } from './notice-reasons.tsx';
import type { Mark } from './use-marking.ts';

interface Props {
  group: NoticeGroup;
  /** It is the one that a link from outside has named. */
  isFound: boolean;
  mark: Mark;
}

/** The newest notice about something; those before it open below. */
export function NoticeRow({ group, isFound, mark }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const [isExplained, setIsExplained] = useState(false);
  const row = useRef<HTMLLIElement>(null);
  const [notice, ...earlier] = group.notices;
  const ids = group.notices.map(({ id }) => id);
  const { state, title, snoozedUntil, urgency } = notice;
  useEffect(() => {
    if (isFound) row.current?.scrollIntoView({ block: 'center' });
  }, [isFound]);
  const isUnread = state === 'unread' && !snoozedUntil;
  const classes = ['notice-row', isUnread && 'notice-row--unread', isFound && 'notice-row--found'];
  return (
    <li ref={row} className={classes.filter(Boolean).join(' ')} data-urgency={urgency}>
      <div className="notice-row__main">
        <NoticeText
          notice={notice}
          isUnread={isUnread}
          onOpen={() => void mark({ ids }, { state: 'read' })}
        />
        <div className="notice-row__more">
          {earlier.length > 0 && (
            <button type="button" aria-expanded={isOpen} onClick={() => setIsOpen((open) => !open)}>
              {isOpen ? 'Hide' : 'Show'} {earlier.length} earlier about this
            </button>
          )}
          <button type="button" aria-expanded={isExplained} onClick={() => setIsExplained((open) => !open)}>
            Why did I get this?
            <span className="visually-hidden"> {title}</span>
          </button>
        </div>
        {isOpen && (
          <ul className="notice-row__earlier">
            {earlier.map((one) => (
              <li key={one.id}>
                <NoticeText notice={one} isUnread={false} />
              </li>
            ))}
          </ul>
        )}
        {isExplained && <NoticeReasons notice={notice} />}
      </div>
      <div className="notice-row__actions">
        {state === 'done' || snoozedUntil ? (
          <Button
            kind="quiet"
            isIcon
            aria-label={`Back to the inbox: ${title}`}
            title="Back to the inbox"
            onClick={() => void mark({ ids }, { state: 'unread' })}
          >
            <Icon name="undo" />
          </Button>
        ) : (
          <>
            <SnoozeMenu title={title} onSnooze={(until) => void mark({ ids }, { state: 'unread', until })} />
            <Button
              kind="quiet"
              isIcon
              aria-label={`Done: ${title}`}
              title="Done"
              onClick={() => void mark({ ids }, { state: 'done' })}
            >
              <Icon name="check" />
            </Button>
          </>
        )}
      </div>
    </li>
  );
}

interface TextProps {
  notice: InboxNotice;
  isUnread: boolean;
  onOpen?: () => void;
}

function NoticeText({ notice, isUnread, onOpen }: TextProps) {
  const { workspace } = useSession();
  const navigate = useNavigate();
  const client = useChatClient();
  const { kind, title, body, at, snoozedUntil, entity, recordId } = notice;
  const when = (instant: string) => formatInstant(instant, workspace.locale, workspace.timeZone);
  const plural = useKinds().spoken.find(({ name }) => name === entity)?.plural;
  const decide = () => {
    onOpen?.();
    navigate('/chat');
    client.send('/approvals');
  };
  return (
    <>
      <p className="notice-row__title">
        {isUnread && (
          <>
            <i className="notice-row__dot" aria-hidden="true" />
            <span className="visually-hidden">Unread: </span>
          </>
        )}
        {plural && recordId ? (
          <Link to={recordPath({ plural }, recordId)} onClick={onOpen}>
            {title}
          </Link>
        ) : (
          title
        )}
      </p>
      {body && kind !== 'approval' && <p className="notice-row__body">{body}</p>}
      <p className="notice-row__at">
        <time dateTime={at}>{when(at)}</time>
        {snoozedUntil && (
          <>
            {' '}
            <ConsoleIcon name="clock" size={14} /> until {when(snoozedUntil)}
          </>
        )}
      </p>
      {kind === 'approval' && notice.state !== 'done' && onOpen && (
        <Button onClick={decide}>See and decide</Button>
      )}
    </>
  );
}
