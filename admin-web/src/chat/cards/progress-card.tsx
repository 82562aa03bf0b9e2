import type { ProgressCard as ProgressCardValue } from '@clianta/agents/reply.schema';
import { StepList } from '../log/step-list.tsx';
import './card.css';
import { CardBox } from './card-box.tsx';

export function ProgressCard({ card }: { card: ProgressCardValue }) {
  const done = card.steps.filter(({ state }) => state === 'done').length;
  const hasFailed = card.steps.some(({ state }) => state === 'failed');
  return (
    <CardBox className="card" aria-label={card.title}>
      <header className="card__header">
        <h2 className="card__title">{card.title}</h2>
        <span className={`badge badge--${hasFailed ? 'danger' : 'accent'}`}>
          {done} of {card.steps.length} done
        </span>
      </header>
      <div className="card__body">
        <StepList steps={card.steps.map(({ title, ...step }) => ({ ...step, text: title }))} />
      </div>
    </CardBox>
  );
}
