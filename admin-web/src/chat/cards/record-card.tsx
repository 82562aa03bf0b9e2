import type { RecordCard as RecordCardValue } from '@clianta/agents/reply.schema';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useChatActions } from '../chat-context.ts';
import { CardBox } from './card-box.tsx';
import { RecordName } from './record-name.tsx';
import { ActionProblem, UndoButton } from './undo-button.tsx';
import { ValueText } from './value-text.tsx';
import './card.css';
import './record-card.css';

const BADGE_KIND: Record<string, string> = { created: 'positive', deleted: 'danger', restored: 'positive' };

/** Fields that are shown at first, besides those that were changed; one or two more than these are shown at once. */
const FIRST = 8;
const FEW_MORE = 2;

export function RecordCard({ card }: { card: RecordCardValue }) {
  // where records have no place, the card is all there is to open
  const hasPlace = useChatActions().recordHref?.(card) !== undefined;
  const [isOpen, setIsOpen] = useState(card.fields.length <= FIRST + FEW_MORE);
  const shown = isOpen ? card.fields : card.fields.filter(({ wasChanged }, at) => at < FIRST || wasChanged);
  const hidden = card.fields.length - shown.length;
  return (
    <CardBox className="card" aria-label={card.title}>
      <header className="card__header">
        <div>
          <h2 className="card__title">{hasPlace ? <RecordName record={card} /> : card.title}</h2>
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
          {shown.map((field) => (
            <div key={field.label} className={classOf(field)}>
              <dt>
                {field.label}
                {field.wasChanged && <span className="visually-hidden"> (changed)</span>}
              </dt>
              <dd>
                <ValueText text={field.value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {hidden > 0 && (
        <div className="record__more">
          <Button kind="quiet" onClick={() => setIsOpen(true)}>
            {hidden} more {hidden === 1 ? 'field' : 'fields'}
          </Button>
        </div>
      )}
      {card.undoGroupId && (
        <>
          <footer className="card__footer">
            <UndoButton groupId={card.undoGroupId} title={card.title} isUndone={card.isUndone ?? false} />
          </footer>
          <ActionProblem id={card.undoGroupId} />
        </>
      )}
    </CardBox>
  );
}

/** A long text has a line of its own. */
const LONG_VALUE = 60;

function classOf({ wasChanged, value }: RecordCardValue['fields'][number]): string {
  const classes = [
    'record__field',
    wasChanged && 'record__field--changed',
    value.length > LONG_VALUE && 'is-long',
  ];
  return classes.filter(Boolean).join(' ');
}
