import type { OpportunityRecord } from '@clianta/crm-core/crm/opportunity/opportunity.schema';
import type { Json } from '../../api/records.ts';
import type { Pipeline, Stage } from '../pipelines/pipeline-draft.ts';

export type Deal = Json<OpportunityRecord>;

const DAY_MS = 86_400_000;

/** Whole days that a deal has been in its stage. */
export function daysInStage(deal: Pick<Deal, 'createdAt' | 'stageChangedAt'>, now: Date): number {
  const since = Date.parse(deal.stageChangedAt ?? deal.createdAt);
  return Math.max(0, Math.floor((now.getTime() - since) / DAY_MS));
}

/** Whether it has been there for longer than the stage's limit. */
export const standsStill = (deal: Deal, { kind, rottingDays }: Stage, now: Date): boolean =>
  kind === 'open' && rottingDays !== undefined && daysInStage(deal, now) > rottingDays;

/** The ids of the deals by stage, each stage of the pipeline has a list. */
export function columnsOf(
  pipeline: Pick<Pipeline, 'stages'>,
  deals: readonly Deal[],
): Record<string, string[]> {
  const columns: Record<string, string[]> = Object.fromEntries(pipeline.stages.map(({ id }) => [id, []]));
  for (const deal of deals) if (deal.stageId) columns[deal.stageId]?.push(deal.id);
  return columns;
}

/** Where in columns a deal is. */
export const columnWith = (columns: Record<string, string[]>, id: string): string | undefined =>
  Object.keys(columns).find((stageId) => columns[stageId]?.includes(id));
