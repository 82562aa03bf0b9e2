import { listAll, recordsOf } from '../../api/records.ts';

interface Deal {
  stageId?: string;
  amountMinor?: number;
  currency?: string;
}

export interface StageTotal {
  count: number;
  /** Sums in minor units by currency; deals in different currencies are never added up. */
  amounts: Record<string, number>;
}

/** More deals than this are not fetched to draw a bar. */
const MOST_DEALS = 2_000;
const PAGE = 200;

export function totalsOf(deals: readonly Deal[], currency: string): Record<string, StageTotal> {
  const totals: Record<string, StageTotal> = {};
  for (const deal of deals) {
    if (!deal.stageId) continue;
    const total = totals[deal.stageId] ?? { count: 0, amounts: {} };
    totals[deal.stageId] = total;
    total.count += 1;
    const code = deal.currency ?? currency;
    if (deal.amountMinor) total.amounts[code] = (total.amounts[code] ?? 0) + deal.amountMinor;
  }
  return totals;
}

export async function fetchStageTotals(workspaceId: string, pipelineId: string, currency: string) {
  const { records, isComplete } = await listAll(
    recordsOf<Deal>(workspaceId, 'opportunities'),
    { filter: { where: [{ field: 'pipelineId', op: 'eq', value: pipelineId }] }, limit: PAGE },
    MOST_DEALS,
  );
  return { totals: totalsOf(records, currency), isComplete };
}

/** Asked before a stage goes, so that the answer is as fresh as can be. */
export async function hasDeals(workspaceId: string, pipelineId: string, stageId: string): Promise<boolean> {
  const page = await recordsOf<Deal>(workspaceId, 'opportunities').list({
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
