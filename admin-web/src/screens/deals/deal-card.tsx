import { useSortable } from '@dnd-kit/react/sortable';
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { recordPath } from '../../metadata/record-path.ts';
import { isEmpty, type ValueStyle, valueAt, valueText } from '../../metadata/value-text.ts';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import type { Stage } from '../pipelines/pipeline-draft.ts';
import { type Deal, daysInStage, standsStill } from './board-deals.ts';
import { onBoardKeys } from './board-keys.ts';

interface Props {
  kind: EntityMetadata;
  deal: Deal;
  index: number;
  stage: Stage;
  stages: readonly Stage[];
  style: ValueStyle;
  /** By keyboard. */
  isCarried: boolean;
  /** Whether the focus goes where the card goes. */
  isFollowed: boolean;
  hintId: string;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
  onMove: (stage: Stage) => void;
}

/** A deal on the board: dragged by its handle, or sent to a stage by the list on it. */
export function DealCard(props: Props) {
  const { kind, deal, index, stage, stages, style, isCarried, isFollowed, hintId, onKeyDown, onMove } = props;
  const canMove = kind.rights.update;
  const { ref, handleRef, isDragging } = useSortable({
    id: deal.id,
    index,
    group: stage.id,
    type: 'deal',
    accept: 'deal',
    disabled: !canMove,
    data: { name: deal.title, stage: stage.name },
  });
  const grip = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    // an element that came into another column, or moved within its own, has lost the focus to the page
    if (isFollowed && document.activeElement === document.body) grip.current?.focus();
  });
  const now = new Date();
  const days = daysInStage(deal, now);
  const told = kind.columns
    .filter((name) => name !== kind.title && name !== 'stageId' && !isEmpty(valueAt(deal, name)))
    .map((name) =>
      valueText(
        kind.fields.find((field) => field.name === name),
        valueAt(deal, name),
        style,
        deal,
      ),
    );
  return (
    <li ref={ref} data-deal={deal.id} className={isDragging || isCarried ? 'deal deal--dragging' : 'deal'}>
      <div className="deal__head">
        <Link to={recordPath(kind, deal.id)} onKeyDown={onBoardKeys}>
          {deal.title}
        </Link>
        {canMove && (
          <button
            ref={(element) => {
              grip.current = element;
              handleRef(element);
            }}
            type="button"
            className="deal__grip"
            aria-label={`Drag ${deal.title}`}
            aria-describedby={hintId}
            aria-pressed={isCarried}
            onKeyDown={(event) => {
              onKeyDown(event);
              onBoardKeys(event);
            }}
          >
            <ConsoleIcon name="grip" />
          </button>
        )}
      </div>
      <p className="deal__told">{told.join(' · ')}</p>
      <div className="deal__foot">
        {standsStill(deal, stage, now) ? (
          <span className="badge badge--warning">Stands still, {days} days</span>
        ) : (
          <span className="deal__days">
            {days === 1 ? '1 day' : `${days} days`}
            <span className="visually-hidden"> in this stage</span>
          </span>
        )}
        {canMove && (
          <select
            className="deal__stage"
            aria-label={`Stage of ${deal.title}`}
            value={stage.id}
            onChange={(event) => {
              const to = stages.find(({ id }) => id === event.currentTarget.value);
              if (to) onMove(to);
            }}
          >
            {stages.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
      </div>
    </li>
  );
}
