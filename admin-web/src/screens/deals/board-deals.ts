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

/** Where a deal is held while it is carried, and until it is stored there. */
export interface Place {
  dealId: string;
  stageId: string;
  /** From the top of the stage. */
  index: number;
}

/** The columns with a deal where it is held: what is read anew meanwhile stands around it. */
export function placed(
  columns: Record<string, string[]>,
  { dealId, stageId, index }: Place,
): Record<string, string[]> {
  const from = columnWith(columns, dealId);
  const to = columns[stageId];
  if (!from || !to) return columns;
  const without = (ids: readonly string[] = []) => ids.filter((id) => id !== dealId);
  const next = { ...columns, [from]: without(columns[from]) };
  next[stageId] = without(to).toSpliced(index, 0, dealId);
  return next;
}

/** Where in columns a deal stands. */
export function placeOf(columns: Record<string, string[]>, dealId: string): Place | undefined {
  const stageId = columnWith(columns, dealId);
  return stageId ? { dealId, stageId, index: columns[stageId]?.indexOf(dealId) ?? 0 } : undefined;
}

/** The stage that a key leads to, from the one where the deal is held; undefined for keys that lead nowhere. */
export function stageByKey(
  stages: readonly Stage[],
  stageId: string,
  key: string,
  isRightToLeft = false,
): Stage | undefined {
  const [next, before] = isRightToLeft ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
  const at = stages.findIndex(({ id }) => id === stageId);
  if (key === next || key === 'ArrowDown') return stages[Math.min(at + 1, stages.length - 1)];
  if (key === before || key === 'ArrowUp') return stages[Math.max(at - 1, 0)];
  if (key === 'Home') return stages[0];
  return key === 'End' ? stages.at(-1) : undefined;
}
