import type { ChoiceCard as ChoiceCardValue } from '@clianta/agents/reply.schema';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useChatActions } from '../chat-context.ts';
import { ActionProblem } from './undo-button.tsx';
import './choice-card.css';

/** A question's options as buttons, for as long as it waits; then which one was chosen. */
export function ChoiceCard({ card }: { card: ChoiceCardValue }) {
  const { choose, states } = useChatActions();
  const state = states[card.choiceId]?.state;
  const isOver = card.status !== 'open' || state === 'sending' || state === 'sent';
  return (
    <fieldset className={`choice choice--${card.status}`}>
      <legend className="visually-hidden">{card.title}</legend>
      {card.options.map(({ label, detail }, at) => (
        <Button
          // biome-ignore lint/suspicious/noArrayIndexKey: an option is its place
          key={at}
          disabled={isOver}
          aria-pressed={card.chosen === at}
          onClick={() => choose(card.choiceId, at)}
        >
          <span className="choice__option">
            <span>
              {card.chosen === at && <Icon name="check" size={16} />} {label}
            </span>
            {detail && <span className="choice__detail">{detail}</span>}
          </span>
        </Button>
      ))}
      <ActionProblem id={card.choiceId} />
    </fieldset>
  );
}
