import type { ApprovalCard as ApprovalCardValue } from '@clianta/agents/reply.schema';
import { useEffect, useState } from 'react';
import { ApprovalDecision } from './approval-decision.tsx';
import { ApprovalRecords } from './approval-records.tsx';
import { approvalStatus } from './approval-status.ts';
import { CardBox } from './card-box.tsx';
import './card.css';
import './approval-card.css';

/** How often the card looks whether its time is up. */
const TICK_MS = 15_000;

function useNow(isTicking: boolean): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (!isTicking) return;
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, [isTicking]);
  return now;
}

export function ApprovalCard({ card }: { card: ApprovalCardValue }) {
  const now = useNow(card.status === 'pending');
  const { status, label, kind } = approvalStatus(card, now);
  return (
    <CardBox className={`card approval approval--${status}`} aria-label={card.title}>
      <header className="card__header">
        <h2 className="card__title">{card.title}</h2>
        <span className={`badge badge--${kind}`}>{label}</span>
      </header>
      <div className="approval__lists">
        {card.changes.length > 0 && (
          <div>
            <h3>What changes</h3>
            <ul>
              {card.changes.map((change) => (
                <li key={change.label}>
                  {change.label}: {change.from && <span className="approval__from">{change.from}</span>}
                  {change.from && <span className="visually-hidden"> becomes</span>}{' '}
                  <strong>{change.to}</strong>
                </li>
              ))}
            </ul>
          </div>
        )}
        {card.sample.length > 0 && <ApprovalRecords card={card} />}
      </div>
      {status === 'pending' && <ApprovalDecision card={card} now={now} />}
    </CardBox>
  );
}
