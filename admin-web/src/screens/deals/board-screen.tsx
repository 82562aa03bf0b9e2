import { Accessibility } from '@dnd-kit/dom';
import { move as moved } from '@dnd-kit/helpers';
import { DragDropProvider } from '@dnd-kit/react';
import { useEffect, useMemo, useRef, useState } from 'react';
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
import { columnsOf, columnWith, type Deal } from './board-deals.ts';
import { spokenBoard } from './spoken-board.ts';
import { useBoard } from './use-board.ts';
import { useStageMove } from './use-stage-move.tsx';
import './board.css';

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
  const stored = useMemo(() => (data ? columnsOf(data.pipeline, data.deals) : undefined), [data]);
  // what is being dragged stands where it is held, until it is stored there
  const [held, setHeld] = useState<Record<string, string[]>>();
  const [said, setSaid] = useState('');
  // events of one movement may come faster than it is drawn
  const latest = useRef(held);
  latest.current = held;
  const valued = useMemo(
    () => (data?.deals ?? []).map((values) => ({ kind: kind.name, values })),
    [data?.deals, kind.name],
  );
  const style = useValueStyle(valued);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was read anew counts
  useEffect(() => setHeld(undefined), [stored]);

  const dealOf = (id: string): Deal | undefined => data?.deals.find((deal) => deal.id === id);
  const stageWith = (among: Record<string, string[]>, id: string): Stage | undefined =>
    data?.pipeline.stages.find((stage) => stage.id === columnWith(among, id));
  const bring = async (deal: Deal, stage: Stage | undefined) => {
    if (stage && stage.id !== deal.stageId)
      await run(() => move(deal as never, stage, (patch) => save(deal, patch)));
    setHeld(undefined);
  };
  const columns = held ?? stored;
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
      {data && columns && (
        <DragDropProvider
          plugins={(defaults) => [...defaults.filter((plugin) => plugin !== Accessibility), spokenBoard]}
          onDragOver={(event) => {
            const before = latest.current ?? columns;
            const next = moved(before, event);
            latest.current = next;
            const id = String(event.operation.source?.id ?? '');
            const [from, to] = [stageWith(before, id), stageWith(next, id)];
            if (to && to !== from) setSaid(`${dealOf(id)?.title} is over ${to.name}.`);
            setHeld(next);
          }}
          onDragEnd={(event) => {
            const id = String(event.operation.source?.id ?? '');
            const deal = dealOf(id);
            if (event.canceled || !deal) return setHeld(undefined);
            const to = latest.current && stageWith(latest.current, id);
            setSaid(to ? `${deal.title} dropped in ${to.name}.` : 'Nothing is moved.');
            void bring(deal, to);
          }}
        >
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
          <section className="board" aria-label={`Board of ${data.pipeline.name}`} tabIndex={0}>
            {data.pipeline.stages.map((stage) => (
              <BoardColumn
                key={stage.id}
                kind={kind}
                stage={stage}
                stages={data.pipeline.stages}
                deals={(columns[stage.id] ?? []).flatMap((id) => dealOf(id) ?? [])}
                total={data.totals[stage.id]}
                style={style}
                locale={workspace.locale}
                onMove={(deal, to) => void bring(deal, to)}
              />
            ))}
          </section>
        </DragDropProvider>
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {dialog}
    </Page>
  );
}
