import type { BriefCard as BriefCardValue } from '@clianta/agents/reply.schema';
import { sourcesOf } from './brief-sources.ts';
import { CardBox } from './card-box.tsx';
import { Clipped } from './clipped.tsx';
import './card.css';
import './brief-card.css';

export function BriefCard({ card }: { card: BriefCardValue }) {
  return (
    <CardBox className="card" aria-label={card.title}>
      <header className="card__header">
        <div>
          <h2 className="card__title">{card.title}</h2>
          {card.subtitle && <p className="card__subtitle">{card.subtitle}</p>}
        </div>
        <span className="badge badge--accent">Brief</span>
      </header>
      {card.sections.map((section) => (
        <BriefSection key={section.heading} section={section} />
      ))}
    </CardBox>
  );
}

function BriefSection({ section }: { section: BriefCardValue['sections'][number] }) {
  const { ofAll, ofItem } = sourcesOf(section);
  return (
    <div className="brief__section">
      <h3>{section.heading}</h3>
      <ul>
        {section.items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: points have no identity and do not move
          <li key={index}>
            <Clipped text={item.text} />
            {ofItem[index] && <span className="brief__source">From {ofItem[index]}</span>}
          </li>
        ))}
      </ul>
      {ofAll && <p className="brief__source">From {ofAll}</p>}
    </div>
  );
}
