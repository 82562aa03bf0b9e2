import type { ListCard as ListCardValue } from '@clianta/agents/reply.schema';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { CardBox } from './card-box.tsx';
import { Clipped } from './clipped.tsx';
import { RecordName } from './record-name.tsx';
import './card.css';
import './list-card.css';

/** Points that are shown at first. */
const FIRST = 10;

export function ListCard({ card }: { card: ListCardValue }) {
  const [isOpen, setIsOpen] = useState(false);
  const shown = isOpen ? card.items : card.items.slice(0, FIRST);
  const hidden = card.items.length - shown.length;
  const unseen = card.count - card.items.length;
  return (
    <CardBox className="card" aria-label={card.title}>
      <header className="card__header">
        <h2 className="card__title">{card.title}</h2>
        <span className="badge">{card.count}</span>
      </header>
      <ul className="list">
        {shown.map(({ title, detail, entity, id }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: points have no identity and do not move
          <li key={at}>
            {entity && id ? <RecordName record={{ entity, id, title }} /> : <span>{title}</span>}
            {detail && (
              <span className="list__detail">
                <Clipped text={detail} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {(hidden > 0 || unseen > 0) && (
        <footer className="card__footer">
          {unseen > 0 && <span>and {unseen} more</span>}
          {hidden > 0 && (
            <Button kind="quiet" onClick={() => setIsOpen(true)}>
              Show {hidden} more
            </Button>
          )}
        </footer>
      )}
    </CardBox>
  );
}
