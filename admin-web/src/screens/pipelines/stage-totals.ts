import { recordsOf, type Totals } from '../../api/records.ts';

export interface StageTotal {
  count: number;
  /** Sums in minor units by currency; deals in different currencies are never added up. */
  amounts: Record<string, number>;
}

const OF = 'amountMinor';

/** By stage, what the server has counted and added up. */
export function totalsOf({ groups }: Pick<Totals, 'groups'>): Record<string, StageTotal> {
  return Object.fromEntries(
    groups.flatMap(({ key, count, totals }) => {
      const sums = totals.flatMap(({ currency, sum }) => (currency && sum ? [[currency, sum]] : []));
      return key.stageId ? [[key.stageId, { count, amounts: Object.fromEntries(sums) }]] : [];
    }),
  );
}

export async function fetchStageTotals(workspaceId: string, pipelineId: string, signal?: AbortSignal) {
  const totals = await recordsOf(workspaceId, 'opportunities').totals(
    { where: [{ field: 'pipelineId', op: 'eq', value: pipelineId }], groupBy: ['stageId'], of: [OF] },
    signal,
  );
  return totalsOf(totals);
}

/** Asked before a stage goes, so that the answer is as fresh as can be. */
export async function hasDeals(workspaceId: string, pipelineId: string, stageId: string): Promise<boolean> {
  const page = await recordsOf(workspaceId, 'opportunities').list({
    filter: {
      where: [
        { field: 'pipelineId', op: 'eq', value: pipelineId },
        { field: 'stageId', op: 'eq', value: stageId },
      ],
    },
    limit: 1,
  });
  return page.records.length > 0;
}
