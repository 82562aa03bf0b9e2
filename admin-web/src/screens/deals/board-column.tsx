import { useDroppable } from '@dnd-kit/react';
import { useId } from 'react';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import type { ValueStyle } from '../../metadata/value-text.ts';
import type { Stage } from '../pipelines/pipeline-draft.ts';
import type { StageTotal } from '../pipelines/stage-totals.ts';
import { totalText } from '../pipelines/total-text.ts';
import type { Deal } from './board-deals.ts';
import { DealCard } from './deal-card.tsx';
import type { useCarrying } from './use-carrying.ts';

interface Props {
  kind: EntityMetadata;
  stage: Stage;
  stages: readonly Stage[];
  deals: readonly Deal[];
  total: StageTotal | undefined;
  style: ValueStyle;
  locale: string;
  /** Whether a deal is carried above it by keyboard. */
  isOver: boolean;
  carrying: ReturnType<typeof useCarrying>;
  /** Of the text that says the keys. */
  hintId: string;
  onMove: (deal: Deal, stage: Stage) => void;
}

/** A card under the pointer counts before its column. */
const BELOW_CARDS = 1;

export function BoardColumn(props: Props) {
  const { kind, stage, stages, deals, total, style, locale, isOver, carrying, hintId, onMove } = props;
  const { ref, isDropTarget } = useDroppable({
    id: stage.id,
    type: 'stage',
    accept: 'deal',
    collisionPriority: BELOW_CARDS,
    data: { stage: stage.name },
  });
  const headingId = useId();
  const isClosed = stage.kind !== 'open';
  return (
    <section
      ref={ref}
      className={`board__column board__column--${stage.kind}${isDropTarget || isOver ? ' is-over' : ''}`}
      aria-labelledby={headingId}
    >
      <header>
        <h2 id={headingId}>{stage.name}</h2>
        <p>{totalText(total, locale)}</p>
      </header>
      <ol>
        {deals.map((deal, index) => (
          <DealCard
            key={deal.id}
            kind={kind}
            deal={deal}
            index={index}
            stage={stage}
            stages={stages}
            style={style}
            isCarried={carrying.carried === deal.id}
            isFollowed={carrying.followed === deal.id}
            hintId={hintId}
            onKeyDown={(event) => carrying.onKeyDown(deal, event)}
            onMove={(to) => onMove(deal, to)}
          />
        ))}
      </ol>
      {isClosed && (total?.count ?? 0) > deals.length && <p className="board__more">The latest are shown.</p>}
    </section>
  );
}
