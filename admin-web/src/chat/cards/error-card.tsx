import type { ErrorCard as ErrorCardValue } from '@clianta/agents/reply.schema';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import './card.css';
import './error-card.css';
import { CardBox } from './card-box.tsx';

export function ErrorCard({ card }: { card: ErrorCardValue }) {
  return (
    <CardBox className="card error-card" aria-label={card.title}>
      <span className="error-card__mark">
        <Icon name="alert" size={20} />
      </span>
      <div className="error-card__words">
        <h2 className="card__title">{card.title}</h2>
        {card.advice && <p>{card.advice}</p>}
        {card.reference && (
          <p className="error-card__reference">
            Reference <code>{card.reference}</code>
            <CopyButton text={card.reference} label="Copy the reference" />
          </p>
        )}
      </div>
    </CardBox>
  );
}
