import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { ChatView } from '../store/chat-state.ts';
import { AssistantMessage } from './assistant-message.tsx';
import { OlderMessages } from './older-messages.tsx';
import { RunningMessage } from './running-message.tsx';
import { useKeptPlace } from './use-kept-place.ts';
import { OutboxMessage, UserMessage } from './user-message.tsx';
import './chat-log.css';

interface Props {
  view: ChatView;
  /** Shown instead of messages while there are none. */
  empty: ReactNode;
  onLoadOlder: () => unknown;
  onResend: (id: string) => void;
  onDiscard: (id: string) => void;
}

/** Within this many pixels of its end, the log follows what is new. */
const NEAR_END_PX = 80;
/** Left free above a question whose answer is longer than the view. */
const ABOVE_PX = 24;
/** An answer that hides less than this part of the view is shown to its end: buttons stand there. */
const LONG_PART = 1 / 3;

export function ChatLog({ view, empty, onLoadOlder, onResend, onDiscard }: Props) {
  const scroll = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const [isAway, setIsAway] = useState(false);
  const newestId = view.messages.at(-1)?.id;
  const isEmpty = view.messages.length + view.queued.length + view.outbox.length === 0 && !view.running;

  const toEnd = () => scroll.current?.scrollTo({ top: scroll.current.scrollHeight });

  /** Down to what is newest; an answer that is much longer than the view is shown from its question on. */
  const follow = () => {
    const box = scroll.current;
    const asked = Array.from(box?.querySelectorAll('.message--user') ?? []).at(-1);
    if (!box || !asked) return toEnd();
    const question =
      box.scrollTop + asked.getBoundingClientRect().top - box.getBoundingClientRect().top - ABOVE_PX;
    const end = box.scrollHeight - box.clientHeight;
    const isLong = end - question > box.clientHeight * LONG_PART;
    // what is being read while it grows is never moved back
    box.scrollTo({ top: isLong ? Math.max(question, box.scrollTop) : end });
  };

  // an own message always brings the end into view, anything else only when the end was in view
  useLayoutEffect(() => {
    if (view.outbox.length > 0) isFollowing.current = true;
  }, [view.outbox.length]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs whenever what is shown has changed
  useLayoutEffect(() => {
    if (isFollowing.current) follow();
  }, [view]);

  useKeptPlace(scroll, view.messages[0]?.id);

  const loadOlder = () => {
    // the button goes away while it loads; whoever uses the keyboard stays in the log
    scroll.current?.focus({ preventScroll: true });
    void onLoadOlder();
  };

  const onScroll = () => {
    const box = scroll.current;
    if (!box) return;
    isFollowing.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX;
    setIsAway(!isFollowing.current);
  };

  return (
    <div className="log">
      {/* the announcer speaks what is new; a live log would repeat itself with every word */}
      <div
        ref={scroll}
        className="log__scroll"
        role="log"
        aria-live="off"
        aria-label="Conversation"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={onScroll}
      >
        <div className="log__column">
          {isEmpty && empty}
          <OlderMessages older={view.older} onLoad={loadOlder} />
          {view.messages.map((message) =>
            message.author === 'user' ? (
              <UserMessage key={message.clientMessageId ?? message.id} message={message} />
            ) : (
              <AssistantMessage
                key={message.id}
                message={message}
                isNewest={message.id === newestId && !view.running}
              />
            ),
          )}
          {view.running && <RunningMessage turn={view.running} />}
          {view.queued.map((message) => (
            <UserMessage key={message.clientMessageId ?? message.id} message={message} />
          ))}
          {view.outbox.map((item) => (
            <OutboxMessage key={item.clientMessageId} item={item} onResend={onResend} onDiscard={onDiscard} />
          ))}
        </div>
      </div>
      {isAway && (
        <Button className="log__jump" onClick={toEnd}>
          <Icon name="arrowDown" size={16} /> Newest
        </Button>
      )}
    </div>
  );
}
