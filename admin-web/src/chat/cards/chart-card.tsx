import type { ChartCard as ChartCardValue } from '@clianta/agents/reply.schema';
import { CardBox } from './card-box.tsx';
import { ChartFigures } from './chart-figures.tsx';
import { ChartPicture } from './chart-picture.tsx';
import { useWidth } from './use-width.ts';
import './card.css';
import './chart-card.css';

/** Drawn so, where the width is not known. */
const USUAL_PX = 640;

/** A picture of figures, and the figures themselves behind a word. The table beside it often has the same title. */
export function ChartCard({ card }: { card: ChartCardValue }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const hasKey = card.series.length > 1;
  return (
    <CardBox className="card chart" aria-label={`Chart: ${card.title}`}>
      <header className="card__header">
        <div>
          <h2 className="card__title">{card.title}</h2>
          {card.summary && <p className="card__subtitle">{card.summary}</p>}
        </div>
      </header>
      {hasKey && (
        <ul className="chart__key">
          {card.series.map(({ label }, at) => (
            <li key={label}>
              <span className={`chart__swatch chart--${at % 6}`} /> {label}
            </li>
          ))}
        </ul>
      )}
      <div className="chart__picture" ref={ref}>
        <ChartPicture card={card} width={width || USUAL_PX} />
      </div>
      <details className="chart__details">
        <summary>Show the figures</summary>
        <ChartFigures card={card} />
      </details>
    </CardBox>
  );
}
