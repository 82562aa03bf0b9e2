import { Accessibility, PointerSensor } from '@dnd-kit/dom';
import { move as moved } from '@dnd-kit/helpers';
import { DragDropProvider } from '@dnd-kit/react';
import { useId, useMemo, useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import { useMetadata } from '../../metadata/metadata-provider.tsx';
import { useValueStyle } from '../../metadata/use-value-style.ts';
import { useSession } from '../../session/session-context.ts';
import { Page } from '../../ui/page.tsx';
import { Notice, ProblemState, Skeleton } from '../../ui/states.tsx';
import { problemText, useSubmit } from '../../ui/use-submit.ts';
import type { Stage } from '../pipelines/pipeline-draft.ts';
import { BoardColumn } from './board-column.tsx';
import { columnsOf, columnWith, type Deal, type Place, placed, placeOf } from './board-deals.ts';
import { useBoard } from './use-board.ts';
import { useCarrying } from './use-carrying.ts';
import { useStageMove } from './use-stage-move.tsx';
import './board.css';

/** The keyboard carries by stages (`useCarrying`), and the board says itself what happens. */
const BY_POINTER = [PointerSensor];
const withoutWords = <Plugin,>(defaults: Plugin[]) => defaults.filter((plugin) => plugin !== Accessibility);

/** The deals of a pipeline by stage, to be moved from one to the next. */
export function BoardScreen() {
  const { pipelineId = '' } = useParams();
  const { kinds, error, reload } = useMetadata();
  // what is in the stages of pipelines
  const kind = kinds?.all.find(({ fields }) => fields.some(({ part }) => part?.list === 'stages'));
  if (error) return <ProblemState title="The board did not load" error={error} onRetry={reload} />;
  if (!kind) return <Skeleton label="Loading the board" lines={8} />;
  return <Board key={pipelineId} kind={kind} pipelineId={pipelineId} />;
}

function Board({ kind, pipelineId }: { kind: EntityMetadata; pipelineId: string }) {
  const { workspace } = useSession();
  const { data, error, reload, save } = useBoard(kind, pipelineId);
  const { move, dialog } = useStageMove(kind);
  const { error: problem, run } = useSubmit();
  const stored = useMemo(() => (data ? columnsOf(data.pipeline, data.deals) : {}), [data]);
  // what is carried stands where it is held, until it is stored there; what is read meanwhile does not take it away
  const [held, setHeld] = useState<Place>();
  const [said, setSaid] = useState('');
  // events of one movement may come faster than it is drawn
  const latest = useRef(held);
  const hold = (place: Place | undefined) => {
    latest.current = place;
    setHeld(place);
  };
  const valued = useMemo(
    () => (data?.deals ?? []).map((values) => ({ kind: kind.name, values })),
    [data?.deals, kind.name],
  );
  const style = useValueStyle(valued);
  const hintId = useId();

  const stages = data?.pipeline.stages ?? [];
  const dealOf = (id: string): Deal | undefined => data?.deals.find((deal) => deal.id === id);
  const stageOf = (id: string | undefined): Stage | undefined => stages.find((stage) => stage.id === id);
  const bring = async (deal: Deal, stage: Stage | undefined) => {
    if (stage && stage.id !== deal.stageId)
      await run(() => move(deal as never, stage, (patch) => save(deal, patch)));
    if (latest.current?.dealId === deal.id) hold(undefined);
  };
  const carrying = useCarrying({
    stages,
    placeOf: (deal) => placeOf(stored, deal.id),
    held,
    hold,
    drop: bring,
    say: setSaid,
  });
  const columns = held ? placed(stored, held) : stored;
  return (
    <Page
      isWide
      title={data?.pipeline.name ?? 'Board'}
      about="Drag a deal to its next stage, or choose the stage on its card."
      actions={<Link to="/pipelines">Change the stages</Link>}
    >
      {error && <ProblemState title="The board did not load" error={error} onRetry={reload} />}
      {!data && !error && <Skeleton label="Loading the board" lines={8} />}
      {problem && <Notice kind="danger">{problemText(problem)}</Notice>}
      {data && !data.isComplete && (
        <Notice>There are more open deals than are drawn here; the totals count all of them.</Notice>
      )}
      {data && (
        <DragDropProvider
          sensors={BY_POINTER}
          plugins={withoutWords}
          onDragStart={({ operation }) => setSaid(`${operation.source?.data.name} picked up.`)}
          onDragOver={(event) => {
            const id = String(event.operation.source?.id ?? '');
            const before = latest.current ? placed(stored, latest.current) : stored;
            const place = placeOf(moved(before, event), id);
            const to = stageOf(place?.stageId);
            if (to && to.id !== columnWith(before, id)) setSaid(`${dealOf(id)?.title} is over ${to.name}.`);
            hold(place);
          }}
          onDragEnd={(event) => {
            const deal = dealOf(String(event.operation.source?.id ?? ''));
            const to = event.canceled ? undefined : stageOf(latest.current?.stageId);
            setSaid(deal && to ? `${deal.title} dropped in ${to.name}.` : 'Nothing is moved.');
            if (deal && to) void bring(deal, to);
            else hold(undefined);
          }}
        >
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
          <section className="board" aria-label={`Board of ${data.pipeline.name}`} tabIndex={0}>
            {stages.map((stage) => (
              <BoardColumn
                key={stage.id}
                kind={kind}
                stage={stage}
                stages={stages}
                deals={(columns[stage.id] ?? []).flatMap((id) => dealOf(id) ?? [])}
                total={data.totals[stage.id]}
                style={style}
                locale={workspace.locale}
                isOver={carrying.carried !== undefined && held?.stageId === stage.id}
                carrying={carrying}
                hintId={hintId}
                onMove={(deal, to) => void bring(deal, to)}
              />
            ))}
          </section>
        </DragDropProvider>
      )}
      <p className="visually-hidden" id={hintId}>
        The arrow keys go from deal to deal. Space picks the deal up, then they choose its stage, Space drops
        it, Escape puts it back.
      </p>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {dialog}
    </Page>
  );
}
