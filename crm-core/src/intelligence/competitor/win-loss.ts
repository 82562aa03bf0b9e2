import type { CrmCore } from '../../crm-core.ts';
import type { Condition } from '../../entity/filter.schema.ts';
import type { Scope } from '../../entity/scope.ts';
import { dealsLost } from '../metrics/definitions/deals-lost.ts';
import { dealsWon } from '../metrics/definitions/deals-won.ts';
import { openValue } from '../metrics/definitions/open-value.ts';
import { winRate } from '../metrics/definitions/win-rate.ts';
import { wonValue } from '../metrics/definitions/won-value.ts';
import type { Figure } from '../metrics/figure.ts';
import { readMetric } from '../metrics/read-metric.ts';

/** With fewer closed deals than this a rate says nothing: they are counted. */
export const LEAST_FOR_RATE = 5;

export interface WinLoss {
  competitorId: string;
  won: number;
  lost: number;
  /** Of the lost ones, those that this competitor got. */
  lostToThem: number;
  open: number;
  /** Absent under `LEAST_FOR_RATE`. */
  rate?: number;
  wonValue?: Figure;
}

/** How deals ended that a competitor was in, by the same figures that reports have. */
interface WinLossRequest {
  span?: { from: Date; to: Date } | undefined;
  where?: readonly Condition[];
}

/** By competitor, for all that competed for a deal. A deal with two of them counts for both. */
export async function winLossByCompetitor(
  crm: CrmCore,
  scope: Scope,
  { span, where = [] }: WinLossRequest = {},
): Promise<Map<string, WinLoss>> {
  const competed: Condition[] = [...where, { field: 'competitorIds', op: 'is_set' }];
  const by = (metric: typeof winRate, field = 'competitorIds') =>
    readMetric(crm, scope, metric, { span, where: competed, groupBy: [field] });
  const [rates, won, lost, lostTo, values, open] = await Promise.all([
    by(winRate),
    by(dealsWon),
    by(dealsLost),
    by(dealsLost, 'lostToId'),
    by(wonValue),
    // what is open has no day on which it was closed
    readMetric(crm, scope, openValue, { where: competed, groupBy: ['competitorIds'] }),
  ]);
  const all = new Map<string, WinLoss>();
  const of = (key: unknown): WinLoss => {
    const competitorId = String(key);
    const known = all.get(competitorId) ?? { competitorId, won: 0, lost: 0, lostToThem: 0, open: 0 };
    all.set(competitorId, known);
    return known;
  };
  for (const { key, figure } of won.groups) of(key.competitorIds).won = figure.count;
  for (const { key, figure } of lost.groups) of(key.competitorIds).lost = figure.count;
  for (const { key, figure } of open.groups) of(key.competitorIds).open = figure.count;
  for (const { key, figure } of values.groups) of(key.competitorIds).wonValue = figure;
  for (const { key, figure } of lostTo.groups) if (key.lostToId) of(key.lostToId).lostToThem = figure.count;
  for (const { key, figure } of rates.groups)
    if (figure.count >= LEAST_FOR_RATE && figure.value !== undefined)
      of(key.competitorIds).rate = figure.value;
  all.delete('null');
  return all;
}

export interface ReasonCount {
  /** Of the workspace's list; absent where none was given. */
  reason?: string;
  count: number;
}

/** On what the deals were lost that a competitor was in, the most frequent first. */
export async function lossReasonsAgainst(
  crm: CrmCore,
  scope: Scope,
  competitorId: string,
  { span, where = [] }: WinLossRequest = {},
): Promise<ReasonCount[]> {
  const against: Condition[] = [...where, { field: 'competitorIds', op: 'eq', value: competitorId }];
  const { groups } = await readMetric(crm, scope, dealsLost, {
    span,
    where: against,
    groupBy: ['lossReasonKey'],
  });
  return groups
    .map(({ key, figure }) => ({
      ...(typeof key.lossReasonKey === 'string' && { reason: key.lossReasonKey }),
      count: figure.count,
    }))
    .toSorted((a, b) => b.count - a.count);
}
