import type { RecordCard as RecordCardValue } from '@clianta/agents/reply.schema';
import { ActionProblem, UndoButton } from './undo-button.tsx';
import './card.css';
import './record-card.css';

const BADGE_KIND: Record<string, string> = { created: 'positive', deleted: 'danger', restored: 'positive' };

export function RecordCard({ card }: { card: RecordCardValue }) {
  return (
    <section className="card" aria-label={card.title}>
      <header className="card__header">
        <div>
          <h2 className="card__title">{card.title}</h2>
          {card.subtitle && <p className="card__subtitle">{card.subtitle}</p>}
        </div>
        {card.badge && (
          <span className={`badge badge--${BADGE_KIND[card.badge.toLowerCase()] ?? 'accent'}`}>
            {card.badge}
          </span>
        )}
      </header>
      {card.fields.length > 0 && (
        <dl className="record">
          {card.fields.map((field) => (
            <div
              key={field.label}
              className={field.wasChanged ? 'record__field record__field--changed' : 'record__field'}
            >
              <dt>
                {field.label}
                {field.wasChanged && <span className="visually-hidden"> (changed)</span>}
              </dt>
              <dd>{field.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {card.undoGroupId && (
        <>
          <footer className="card__footer">
            <UndoButton groupId={card.undoGroupId} title={card.title} isUndone={card.isUndone ?? false} />
          </footer>
          <ActionProblem id={card.undoGroupId} />
        </>
      )}
    </section>
  );
}
