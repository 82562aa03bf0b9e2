import type { RunningTurn } from '@clianta/bot/channels/web/web.schema';
import { Icon } from '../../ui/icon.tsx';
import { Logo } from '../../ui/logo.tsx';
import { CardView } from '../cards/card-view.tsx';
import { useChatActions } from '../chat-context.ts';
import { Markdown } from '../markdown/markdown.tsx';

const STEP_STATE = { running: 'in progress', done: 'done', failed: 'failed' } as const;

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
          <ol className="steps" aria-label="Steps">
            {turn.steps.map((step) => (
              <li key={step.id}>
                <span className={`steps__mark steps__mark--${step.state}`}>
                  {step.state !== 'running' && (
                    <Icon name={step.state === 'done' ? 'check' : 'cross'} size={13} />
                  )}
                </span>
                {step.text}
                <span className="visually-hidden">, {STEP_STATE[step.state]}</span>
              </li>
            ))}
          </ol>
        )}
        {turn.text && <Markdown text={turn.text} allowedHosts={allowedHosts} />}
        {turn.cards.map((card, index) => (
          <CardView key={card.type === 'approval' ? card.approvalId : index} card={card} />
        ))}
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
