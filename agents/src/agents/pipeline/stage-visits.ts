import type { PipelineRecord } from '@clianta/crm-core/crm/pipeline/pipeline.schema';
import type { ToolContext } from '../../tool.ts';
import { stageMoves } from './stage-moves.ts';

const DAY_MS = 86_400_000;

export interface StagedDeal {
  _id: string;
  stageId: string;
  status: string;
  createdAt: Date;
}

/** A deal's way through its stages. */
export interface Visit {
  /** Index of the furthest stage reached; won counts as beyond the last. */
  furthest: number;
  /** Days of each stay that is over, by stage. */
  days: Map<string, number[]>;
  /** Days so far in the stage that an open deal is in. */
  now?: { stageId: string; days: number };
}

/** Replays the audit log's stage changes of each deal. A lost deal got as far as the stage it was lost in. */
export async function stageVisits(
  context: ToolContext,
  pipeline: PipelineRecord,
  deals: StagedDeal[],
): Promise<Visit[]> {
  const open = pipeline.stages.filter((stage) => stage.kind === 'open');
  const indexOf = (stageId: unknown) => {
    const stage = pipeline.stages.find((one) => one.id === stageId);
    if (!stage) return -1;
    return stage.kind === 'won' ? open.length : open.indexOf(stage);
  };
  const moves = await stageMoves(
    context,
    deals.map(({ _id }) => _id),
  );
  const visits = new Map<string, Visit>();
  for (const deal of deals)
    visits.set(deal._id, { furthest: Math.max(0, indexOf(deal.stageId)), days: new Map() });
  const entered = new Map(deals.map((deal) => [deal._id, deal.createdAt]));
  const daysSince = (since: Date, at: Date) => (at.getTime() - since.getTime()) / DAY_MS;
  for (const move of moves) {
    const visit = visits.get(move.recordId);
    if (!visit) continue;
    visit.furthest = Math.max(visit.furthest, indexOf(move.after.stageId), indexOf(move.before.stageId));
    const since = entered.get(move.recordId);
    if (move.before.stageId && since) {
      const days = daysSince(since, move.at);
      visit.days.set(move.before.stageId, [...(visit.days.get(move.before.stageId) ?? []), days]);
    }
    entered.set(move.recordId, move.at);
  }
  for (const { _id, stageId, status } of deals) {
    const [visit, since] = [visits.get(_id), entered.get(_id)];
    if (visit && since && status === 'open') visit.now = { stageId, days: daysSince(since, context.now) };
  }
  return [...visits.values()];
}
