import { inOwnCurrency, type Money } from '../../entity/money.ts';
import type { ForecastCategory } from './category.ts';

/** A forecast in one currency, in minor units. */
export interface ForecastAmounts {
  won: number;
  /** Open deals that are committed, and those of the best case. */
  committed: number;
  best: number;
  /** Each open deal times its probability, rounded once. */
  weighted: number;
  /** All open deals of the period that are not omitted. */
  open: number;
  /** Open deals whose close date has passed: in none of the others. */
  slipped: number;
}

/** By currency: currencies are never added up. */
export type AmountsByCurrency = ReadonlyMap<string, ForecastAmounts>;

export const noAmounts = (): ForecastAmounts => ({
  won: 0,
  committed: 0,
  best: 0,
  weighted: 0,
  open: 0,
  slipped: 0,
});

/** Won and committed; the best case adds what is in that. */
export const commitOf = ({ won, committed }: ForecastAmounts): number => won + committed;
export const bestCaseOf = (amounts: ForecastAmounts): number => commitOf(amounts) + amounts.best;

/** Adds open deals to a forecast. */
export function addOpen(
  amounts: ForecastAmounts,
  category: ForecastCategory,
  sum: number,
  weighted: number,
): void {
  if (category === 'omitted') return;
  amounts.open += sum;
  amounts.weighted += weighted;
  if (category === 'commit') amounts.committed += sum;
  if (category === 'best') amounts.best += sum;
}

/** One number of several currencies, in that of the workspace; without what has no rate. */
export function inOwn(
  money: Money,
  amounts: AmountsByCurrency,
  of: (amounts: ForecastAmounts) => number,
): number {
  return [...amounts].reduce(
    (sum, [currency, own]) => sum + (inOwnCurrency(money, of(own), currency) ?? 0),
    0,
  );
}
