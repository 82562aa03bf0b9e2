import type { StoredMessage } from '@clianta/bot/channels/web/web.schema';
import { memo } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Logo } from '../../ui/logo.tsx';
import { CardView } from '../cards/card-view.tsx';
import { useChatActions } from '../chat-context.ts';
import { Markdown } from '../markdown/markdown.tsx';
import { messageTime } from './message-time.ts';
import { Suggestions } from './suggestions.tsx';
import './message.css';

interface Props {
  message: StoredMessage;
  /** Only the newest answer offers what to say next. */
  isNewest: boolean;
}

export const AssistantMessage = memo(function AssistantMessage({ message, isNewest }: Props) {
  const { allowedHosts, say, clock } = useChatActions();
  return (
    <article className="message message--assistant" aria-label="Clianta">
      <span className="message__mark">
        <Logo size={26} />
      </span>
      <div className="message__content">
        {message.text && <Markdown text={message.text} allowedHosts={allowedHosts} />}
        {message.cards.map((card, index) => (
          <CardView key={card.type === 'approval' ? card.approvalId : index} card={card} />
        ))}
        <div className="message__tools">
          {message.text && <CopyButton text={message.text} label="Copy answer" />}
          <time dateTime={message.createdAt}>{messageTime(message.createdAt, clock, new Date())}</time>
        </div>
        {isNewest && message.suggestions && message.suggestions.length > 0 && (
          <Suggestions texts={message.suggestions} onPick={say} />
        )}
      </div>
    </article>
  );
});
