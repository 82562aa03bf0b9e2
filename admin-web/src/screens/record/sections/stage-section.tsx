import { Link } from 'react-router';
import { recordsOf } from '../../../api/records.ts';
import { useResource } from '../../../api/use-resource.ts';
import { useSession } from '../../../session/session-context.ts';
import { Notice } from '../../../ui/states.tsx';
import { problemText, useSubmit } from '../../../ui/use-submit.ts';
import { type Moved, useStageMove } from '../../deals/use-stage-move.tsx';
import type { Pipeline } from '../../pipelines/pipeline-draft.ts';
import type { SectionProps } from '../record-section.ts';

/** The way through the pipeline's stages, with where the deal is; a stage that is pressed is where it goes. */
export function StageSection({ kind, record, save }: SectionProps) {
  const { workspace } = useSession();
  const pipelineId = String(record.pipelineId ?? '');
  const { data: pipeline } = useResource(
    async (signal) =>
      pipelineId ? recordsOf<Pipeline>(workspace.id, 'pipelines').get(pipelineId, signal) : undefined,
    [workspace.id, pipelineId],
  );
  const { move, dialog } = useStageMove(kind);
  const { isBusy, error, run } = useSubmit();
  if (!pipeline) return null;
  const canMove = kind.rights.update && !record.isDeleted;
  const at = pipeline.stages.findIndex(({ id }) => id === record.stageId);
  const deal = { ...record, title: String(record[kind.title]) } as unknown as Moved;
  return (
    <section className="stage-path" aria-label="Stage">
      <ol>
        {pipeline.stages.map((stage, index) => {
          const isHere = index === at;
          const isPast = index < at && stage.kind === 'open' && record.status !== 'lost';
          return (
            <li key={stage.id} className={isPast ? 'is-past' : undefined} data-kind={stage.kind}>
              <button
                type="button"
                aria-current={isHere ? 'step' : undefined}
                disabled={!canMove || isBusy}
                onClick={() => !isHere && void run(() => move(deal, stage, save))}
              >
                {stage.name}
              </button>
            </li>
          );
        })}
      </ol>
      <Link to={`/pipelines/${encodeURIComponent(pipelineId)}/board`}>Board of {pipeline.name}</Link>
      {error && <Notice kind="danger">{problemText(error)}</Notice>}
      {dialog}
    </section>
  );
}
