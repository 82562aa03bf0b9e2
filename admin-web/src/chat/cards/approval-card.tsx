import type { ApprovalCard as ApprovalCardValue } from '@clianta/agents/reply.schema';
import { useEffect, useState } from 'react';
import { ApprovalDecision } from './approval-decision.tsx';
import { approvalStatus } from './approval-status.ts';
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
  const unseen = card.count - card.sample.length;
  return (
    <section className={`card approval approval--${status}`} aria-label={card.title}>
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
        {card.sample.length > 0 && (
          <div>
            <h3>
              {card.count === 1 ? '1 record' : `${card.count} records`}
              {unseen > 0 && ', for example'}
            </h3>
            <ul>
              {card.sample.map((item, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two records may have the same title
                <li key={index}>
                  {item.title} {item.detail && <span className="approval__detail">{item.detail}</span>}
                </li>
              ))}
              {unseen > 0 && <li className="approval__more">and {unseen} more</li>}
            </ul>
          </div>
        )}
      </div>
      {status === 'pending' && <ApprovalDecision card={card} now={now} />}
    </section>
  );
}
