import type { StoredMessage } from '@clianta/bot/channels/web/web.schema';
import { memo, useMemo } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Logo } from '../../ui/logo.tsx';
import { AnswerWords } from '../cards/answer-words.tsx';
import { CardViews } from '../cards/card-view.tsx';
import { NamedRecordsContext, recordsNamedIn } from '../cards/named-records.ts';
import { loadCards } from '../cards/use-cards.ts';
import { useChatActions } from '../chat-context.ts';
import { messageTime } from './message-time.ts';
import { Rating } from './rating.tsx';
import { Suggestions } from './suggestions.tsx';
import './message.css';

interface Props {
  message: StoredMessage;
  /** Only the newest answer offers what to say next. */
  isNewest: boolean;
}

export const AssistantMessage = memo(function AssistantMessage({ message, isNewest }: Props) {
  const { allowedHosts, say, clock } = useChatActions();
  const named = useMemo(() => recordsNamedIn(message.cards), [message.cards]);
  return (
    <article className="message message--assistant" aria-label="Clianta">
      <span className="message__mark">
        <Logo size={26} />
      </span>
      <div className="message__content">
        {message.text && (
          <NamedRecordsContext.Provider value={named}>
            <AnswerWords text={message.text} allowedHosts={allowedHosts} />
          </NamedRecordsContext.Provider>
        )}
        <CardViews cards={message.cards} of={message.id} />
        <div className="message__tools">
          <CopyButton text={() => textOf(message)} label="Copy answer" />
          {message.turnId && message.status !== 'running' && (
            <Rating turnId={message.turnId} verdict={message.verdict} />
          )}
          <time dateTime={message.createdAt}>{messageTime(message.createdAt, clock, new Date())}</time>
        </div>
        {isNewest && message.suggestions && message.suggestions.length > 0 && (
          <Suggestions texts={message.suggestions} onPick={say} />
        )}
      </div>
    </article>
  );
});

/** The answer's words, and what its cards say. */
async function textOf({ text, cards }: StoredMessage): Promise<string> {
  if (cards.length === 0) return text;
  const { answerText } = await loadCards();
  return answerText(text, cards);
}
