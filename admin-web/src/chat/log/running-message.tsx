import type { RunningTurn } from '@clianta/bot/channels/web/web.schema';
import { Logo } from '../../ui/logo.tsx';
import { AnswerWords } from '../cards/answer-words.tsx';
import { CardViews } from '../cards/card-view.tsx';
import { useChatActions } from '../chat-context.ts';
import { StepList } from './step-list.tsx';

/** The answer as it comes: what is being done, the steps of a plan, the text so far. */
export function RunningMessage({ turn }: { turn: RunningTurn }) {
  const { allowedHosts } = useChatActions();
  return (
    <article className="message message--assistant" aria-label="Clianta" aria-busy="true">
      <span className="message__mark">
        <Logo size={26} />
      </span>
      <div className="message__content">
        {turn.steps.length > 0 && (
          <div className="running__steps">
            <StepList steps={turn.steps} />
          </div>
        )}
        {turn.text && <AnswerWords text={turn.text} allowedHosts={allowedHosts} />}
        <CardViews cards={turn.cards} of={turn.turnId} />
        {(turn.status || !turn.text) && (
          <p className="running__status">
            <span className="running__dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {turn.status || 'Thinking'}
          </p>
        )}
      </div>
    </article>
  );
}
