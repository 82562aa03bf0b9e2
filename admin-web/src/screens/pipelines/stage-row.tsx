import { useSortable } from '@dnd-kit/react/sortable';
import type { Ref } from 'react';
import { Button } from '../../ui/button.tsx';
import { ConsoleIcon } from '../../ui/console-icon.tsx';
import { Icon } from '../../ui/icon.tsx';
import type { DraftStage } from './pipeline-draft.ts';

interface Props {
  stage: DraftStage;
  index: number;
  count: number;
  /** Already worded: "12 deals, $40,000". */
  totalText: string;
  /** Share of the pipeline's largest stage, 0 to 1. */
  share: number;
  problem: string | undefined;
  isReadOnly: boolean;
  onChange: (change: Partial<DraftStage>) => void;
  onMove: (to: number) => void;
  onRemove: () => void;
}

/** Can be dragged by its handle, with a pointer or the keyboard. */
export function SortableStageRow(props: Omit<Props, 'isReadOnly'>) {
  const { stage, index } = props;
  const sorting = useSortable({ id: stage.id, index, data: { name: stage.name } });
  return <StageRow {...props} {...sorting} isReadOnly={false} />;
}

interface Sorting {
  ref?: Ref<HTMLLIElement>;
  handleRef?: Ref<HTMLButtonElement>;
  isDragging?: boolean;
}

export function StageRow(props: Props & Sorting) {
  const { stage, index, count, problem, isReadOnly, onChange, onMove, onRemove } = props;
  const name = stage.name || `Stage ${index + 1}`;
  const problemId = `problem-${stage.id}`;
  return (
    <li ref={props.ref} className={props.isDragging ? 'stage stage--dragging' : 'stage'}>
      {!isReadOnly && (
        <Button ref={props.handleRef} kind="quiet" isIcon className="stage__grip" aria-label={`Drag ${name}`}>
          <ConsoleIcon name="grip" />
        </Button>
      )}
      <input
        className="input stage__name"
        aria-label={`Name of stage ${index + 1}`}
        aria-invalid={Boolean(problem)}
        aria-describedby={problem ? problemId : undefined}
        placeholder="Name of the stage"
        value={stage.name}
        maxLength={60}
        readOnly={isReadOnly}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <label className="stage__percent">
        <span className="visually-hidden">Chance of {name} in percent</span>
        <input
          className="input"
          inputMode="decimal"
          value={stage.percent}
          readOnly={isReadOnly || stage.kind !== 'open'}
          onChange={(event) => onChange({ percent: event.currentTarget.value })}
        />
        <span aria-hidden="true">%</span>
      </label>
      <select
        className="input stage__kind"
        aria-label={`Kind of ${name}`}
        value={stage.kind}
        disabled={isReadOnly}
        onChange={(event) => {
          const kind = event.currentTarget.value;
          if (kind === 'open' || kind === 'won' || kind === 'lost') onChange({ kind });
        }}
      >
        <option value="open">Open</option>
        <option value="won">Won</option>
        <option value="lost">Lost</option>
      </select>
      <div className="stage__total">
        <span>{props.totalText}</span>
        <span className={`stage__bar stage__bar--${stage.kind}`} aria-hidden="true">
          <i style={{ width: `${Math.round(props.share * 100)}%` }} />
        </span>
      </div>
      {!isReadOnly && (
        <div className="stage__buttons">
          <Button
            kind="quiet"
            isIcon
            aria-label={`Move ${name} up`}
            disabled={index === 0}
            onClick={() => onMove(index - 1)}
          >
            <ConsoleIcon name="up" />
          </Button>
          <Button
            kind="quiet"
            isIcon
            aria-label={`Move ${name} down`}
            disabled={index === count - 1}
            onClick={() => onMove(index + 1)}
          >
            <ConsoleIcon name="down" />
          </Button>
          <Button kind="quiet" isIcon aria-label={`Remove ${name}`} onClick={onRemove}>
            <ConsoleIcon name="trash" />
          </Button>
        </div>
      )}
      {problem && (
        <p id={problemId} className="field__error stage__problem">
          <Icon name="alert" size={14} /> {problem}
        </p>
      )}
    </li>
  );
}
