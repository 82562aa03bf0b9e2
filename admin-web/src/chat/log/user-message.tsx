import type { StoredMessage } from '@clianta/bot/channels/web/web.schema';
import { memo } from 'react';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useChatActions } from '../chat-context.ts';
import type { OutboxItem } from '../store/chat-state.ts';
import { messageTime } from './message-time.ts';

/** Longer than this, a message scrolls inside its own box. */
const LONG_TEXT = 1_500;

function Bubble({ text }: { text: string }) {
  if (text.length <= LONG_TEXT)
    return (
      <div className="message__bubble" dir="auto">
        {text}
      </div>
    );
  return (
    <section
      className="message__bubble message__bubble--long"
      dir="auto"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label="Long message"
    >
      {text}
    </section>
  );
}

export const UserMessage = memo(function UserMessage({ message }: { message: StoredMessage }) {
  const { say, clock, files } = useChatActions();
  return (
    <article className="message message--user" aria-label="You">
      {message.text && <Bubble text={message.text} />}
      {message.files?.map(({ name, fileId }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: files of a message do not move
        <div key={at} className="message__bubble">
          <Icon name="file" size={16} />{' '}
          {fileId && files ? (
            <a href={files.href(fileId)} download={name}>
              {name}
            </a>
          ) : (
            name
          )}
        </div>
      ))}
      {message.status === 'failed' ? (
        <div className="message__meta message__meta--problem">
          <span>This was not answered.</span>
          <Button kind="quiet" onClick={() => say(message.text)}>
            <Icon name="retry" size={16} /> Send again
          </Button>
        </div>
      ) : (
        <div className="message__meta">
          {message.status === 'queued' && <span className="badge">Queued, next in line</span>}
          <time dateTime={message.createdAt}>{messageTime(message.createdAt, clock, new Date())}</time>
        </div>
      )}
    </article>
  );
});

interface OutboxProps {
  item: OutboxItem;
  onResend: (id: string) => void;
  onDiscard: (id: string) => void;
}

/** An own message that the server does not have yet. */
export function OutboxMessage({ item, onResend, onDiscard }: OutboxProps) {
  const { clientMessageId, problem } = item;
  return (
    <article className={`message message--user message--${item.state}`} aria-label="You">
      {item.text && <Bubble text={item.text} />}
      {item.files?.map(({ fileId, name }) => (
        <div key={fileId} className="message__bubble">
          <Icon name="file" size={16} /> {name}
        </div>
      ))}
      {item.state === 'failed' ? (
        <div className="message__meta message__meta--problem">
          <span role="alert">
            Not sent. {problem?.message}
            {problem?.reference && ` Reference ${problem.reference}.`}
          </span>
          <Button kind="quiet" onClick={() => onResend(clientMessageId)}>
            <Icon name="retry" size={16} /> Send again
          </Button>
          <Button kind="quiet" onClick={() => onDiscard(clientMessageId)}>
            Discard
          </Button>
        </div>
      ) : (
        <div className="message__meta">
          {item.state === 'waiting' ? (
            <span className="badge badge--warning">Waiting for the connection</span>
          ) : (
            <span>Sending…</span>
          )}
        </div>
      )}
    </article>
  );
}
