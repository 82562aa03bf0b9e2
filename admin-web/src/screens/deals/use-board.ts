import { useCallback, useMemo, useRef } from 'react';
import { listAll, recordsOf } from '../../api/records.ts';
import { updateOnTop } from '../../api/update-on-top.ts';
import { useResource } from '../../api/use-resource.ts';
import type { EntityMetadata } from '../../metadata/kinds.ts';
import type { Values } from '../../metadata/value-text.ts';
import { useSession } from '../../session/session-context.ts';
import { useRecordNews } from '../../shell/use-record-news.ts';
import type { Pipeline } from '../pipelines/pipeline-draft.ts';
import { fetchStageTotals } from '../pipelines/stage-totals.ts';
import type { Deal } from './board-deals.ts';

/** Open deals that are drawn at most; the totals count all. */
const MOST_OPEN = 1_000;
const PAGE = 200;
/** Of those that are won or lost, the latest. */
const MOST_CLOSED = 30;

/** A pipeline with its deals and totals, as they are now. */
export function useBoard(kind: EntityMetadata, pipelineId: string) {
  const { workspace } = useSession();
  const deals = useMemo(() => recordsOf<Deal>(workspace.id, kind.plural), [workspace.id, kind.plural]);
  const { data, error, isLoading, reload, replace } = useResource(
    async (signal) => {
      const of = (op: 'eq' | 'ne') => ({
        where: [
          { field: 'pipelineId', op: 'eq' as const, value: pipelineId },
          { field: 'status', op, value: 'open' },
        ],
      });
      const [pipeline, open, closed, totals] = await Promise.all([
        recordsOf<Pipeline>(workspace.id, 'pipelines').get(pipelineId, signal),
        listAll(deals, { filter: of('eq'), sort: 'stageChangedAt', limit: PAGE, signal }, MOST_OPEN),
        deals.list({ filter: of('ne'), sort: '-stageChangedAt', limit: MOST_CLOSED, signal }),
        fetchStageTotals(workspace.id, pipelineId, signal),
      ]);
      return {
        pipeline,
        deals: [...open.records, ...closed.records],
        totals,
        isComplete: open.isComplete,
      };
    },
    [workspace.id, deals, pipelineId],
  );
  useRecordNews(kind.name, reload);
  const shown = useRef(data);
  shown.current = data;

  /** @throws ChangedMeanwhileError, ApiError */
  const save = useCallback(
    async (deal: Deal, patch: Values) => {
      // what was asked in between took its time: the deal may have been read anew
      const known = shown.current?.deals.find(({ id }) => id === deal.id) ?? deal;
      const saved = await updateOnTop(deals, known, patch);
      const board = shown.current;
      if (board) replace({ ...board, deals: board.deals.map((one) => (one.id === deal.id ? saved : one)) });
      // the totals are the server's
      reload();
    },
    [deals, replace, reload],
  );
  return { data, error, isLoading, reload, save };
}
