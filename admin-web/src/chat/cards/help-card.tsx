import type { HelpCard as HelpCardValue } from '@clianta/agents/reply.schema';
import { Button } from '../../ui/button.tsx';
import { useChatActions } from '../chat-context.ts';
import './card.css';
import './help-card.css';
import { CardBox } from './card-box.tsx';

/** What can be said; pressed, it is said. */
export function HelpCard({ card }: { card: HelpCardValue }) {
  const { say } = useChatActions();
  return (
    <CardBox className="card" aria-label={card.title}>
      <header className="card__header">
        <h2 className="card__title">{card.title}</h2>
      </header>
      <div className="help">
        {card.groups.map(({ heading, examples }) => (
          <div key={heading} className="help__group">
            <h3>{heading}</h3>
            {examples.map((example) => (
              <Button key={example} kind="quiet" className="help__example" onClick={() => say(example)}>
                “{example}”
              </Button>
            ))}
          </div>
        ))}
      </div>
    </CardBox>
  );
}
