import { Accessibility } from '@dnd-kit/dom';
import { move } from '@dnd-kit/helpers';
import { DragDropProvider } from '@dnd-kit/react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { useResource } from '../../api/use-resource.ts';
import { useSession } from '../../session/session-context.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Notice } from '../../ui/states.tsx';
import { useUnsaved } from '../../ui/use-unsaved.ts';
import {
  addStage,
  changeStage,
  type DraftStage,
  moveStage,
  type Pipeline,
  removeStage,
} from './pipeline-draft.ts';
import { RequiredFields } from './required-fields.tsx';
import { RottingFields } from './rotting-fields.tsx';
import { spokenSorting } from './spoken-sorting.ts';
import { SortableStageRow, StageRow } from './stage-row.tsx';
import { fetchStageTotals, hasDeals, type StageTotal } from './stage-totals.ts';
import { totalText } from './total-text.ts';
import { usePipelineDraft } from './use-pipeline-draft.ts';

interface Props {
  pipeline: Pipeline;
  onSaved: (pipeline: Pipeline) => void;
}

const sumOf = (total: StageTotal | undefined) =>
  Object.values(total?.amounts ?? {}).reduce((sum, amount) => sum + amount, 0);

export function PipelineEditor({ pipeline, onSaved }: Props) {
  const { workspace, isAdmin } = useSession();
  const { draft, edit, discard, save, result, setResult, isBusy, isChanged, problems } = usePipelineDraft(
    workspace.id,
    pipeline,
    onSaved,
  );
  const totals = useResource(
    (signal) => fetchStageTotals(workspace.id, pipeline.id, signal),
    [workspace.id, pipeline.id],
  );
  const largest = useMemo(() => Math.max(1, ...Object.values(totals.data ?? {}).map(sumOf)), [totals.data]);

  useUnsaved(isChanged);

  const textOf = (total: StageTotal | undefined): string => {
    if (totals.error) return 'Deals not counted';
    if (!totals.data) return 'Counting deals…';
    return totalText(total, workspace.locale);
  };

  const remove = async (id: string, name: string) => {
    const isSaved = pipeline.stages.some((stage) => stage.id === id);
    const isUsed = isSaved && (await hasDeals(workspace.id, pipeline.id, id).catch(() => true));
    if (!isUsed) return edit((all) => removeStage(all, id));
    const count = totals.data?.[id]?.count;
    const deals = count ? `${count} ${count === 1 ? 'deal is' : 'deals are'}` : 'Deals are';
    setResult({
      kind: 'warning',
      text: `${deals} in ${name}. Move them to another stage first, for example in the chat: “Move all deals in ${name} to …”.`,
    });
  };

  return (
    <section className="pipeline" aria-label={pipeline.name}>
      <div className="pipeline__head">
        <input
          className="input pipeline__name"
          aria-label="Name of the pipeline"
          aria-invalid={Boolean(problems.name)}
          value={draft.name}
          maxLength={80}
          readOnly={!isAdmin}
          onChange={(event) => {
            const name = event.currentTarget.value;
            edit((all) => ({ ...all, name }));
          }}
        />
        {pipeline.isDefault && <span className="badge badge--accent">Default</span>}
        <Link className="pipeline__board" to={`/pipelines/${encodeURIComponent(pipeline.id)}/board`}>
          Open the board
        </Link>
      </div>
      {problems.name && <p className="field__error">{problems.name}</p>}
      <DragDropProvider
        plugins={(defaults) => [...defaults.filter((plugin) => plugin !== Accessibility), spokenSorting]}
        onDragEnd={(event) => {
          if (!event.canceled) edit((all) => ({ ...all, stages: move(all.stages, event) }));
        }}
      >
        {/* each control has its own name for screen readers */}
        <div className={isAdmin ? 'stages__head' : 'stages__head stages__head--read'} aria-hidden="true">
          <span>Stage</span>
          <span>Chance</span>
          <span>Kind</span>
          <span>Deals</span>
        </div>
        <ol className="stages">
          {draft.stages.map((stage, index) => {
            const row = {
              stage,
              index,
              count: draft.stages.length,
              totalText: textOf(totals.data?.[stage.id]),
              share: sumOf(totals.data?.[stage.id]) / largest,
              problem: problems[stage.id],
              onChange: (change: Partial<DraftStage>) => edit((all) => changeStage(all, stage.id, change)),
              onMove: (to: number) => edit((all) => moveStage(all, index, to)),
              onRemove: () => void remove(stage.id, stage.name),
            };
            return isAdmin ? (
              <SortableStageRow key={stage.id} {...row} />
            ) : (
              <StageRow key={stage.id} {...row} isReadOnly />
            );
          })}
        </ol>
      </DragDropProvider>
      {isAdmin && (
        <>
          <RequiredFields
            stages={draft.stages}
            onChange={(id, requiredFields) => edit((all) => changeStage(all, id, { requiredFields }))}
          />
          <RottingFields
            stages={draft.stages}
            onChange={(id, rottingDays) => edit((all) => changeStage(all, id, { rottingDays }))}
          />
        </>
      )}
      {problems.stages && <p className="field__error">{problems.stages}</p>}
      {result && <Notice kind={result.kind}>{result.text}</Notice>}
      {isAdmin && (
        <div className="pipeline__actions">
          <Button onClick={() => edit((all) => addStage(all, `stage-${Date.now().toString(36)}`))}>
            <Icon name="plus" /> Add stage
          </Button>
          <span className="pipeline__save">
            {isChanged && (
              <Button kind="quiet" onClick={discard} disabled={isBusy}>
                Discard changes
              </Button>
            )}
            <Button kind="primary" onClick={() => void save()} disabled={!isChanged || isBusy}>
              {isBusy ? 'Saving…' : 'Save changes'}
            </Button>
          </span>
        </div>
      )}
    </section>
  );
}
