import { AnswerWords } from '../../chat/cards/answer-words.tsx';
import { CardViews } from '../../chat/cards/card-view.tsx';
import { useChatActions } from '../../chat/chat-context.ts';
import type { Answer } from './reports-api.ts';

/** What the chat would answer, without the chat. @param of - names its cards on the page */
export function AnswerView({ answer, of }: { answer: Answer; of: string }) {
  const { allowedHosts } = useChatActions();
  return (
    <div className="answer">
      <AnswerWords text={answer.text} allowedHosts={allowedHosts} />
      <CardViews cards={answer.cards} of={of} />
    </div>
  );
}
