import { inOwnCurrency, type Money } from '../../entity/money.ts';
import type { TotalsGroup } from '../../entity/totals-groups.ts';
import { type Metric, unitOf } from './metric.ts';

/** An amount in minor units; ISO 4217. */
interface Amount {
  amountMinor: number;
  currency?: string | undefined;
  /** Records that it is of. */
  count: number;
}

/** What a metric comes to over some records. */
export interface Figure {
  /** Records that count. */
  count: number;
  /** Absent where there is nothing to take an average or a share of, and for money. */
  value?: number;
  /** Of money: an amount for each currency that occurs; they are never added up. */
  amounts: readonly Amount[];
}

type Totals = Omit<TotalsGroup, 'key'>;

export function figureOf({ measure }: Metric, { count, totals }: Totals, part?: Totals): Figure {
  switch (measure.kind) {
    case 'count':
      return { count, value: count, amounts: [] };
    case 'share':
      return { count, ...(count > 0 && { value: (part?.count ?? 0) / count }), amounts: [] };
    case 'mean':
    case 'days': {
      const of = measure.kind === 'mean' ? measure.of : 'days';
      const average = totals.find(({ field }) => field === of)?.average;
      return { count, ...(average !== undefined && { value: average }), amounts: [] };
    }
    default:
      return {
        count,
        amounts: totals
          .filter(({ field }) => field === measure.of)
          .map(({ sum, average = 0, weightedSum = 0, currency, count: of }) => ({
            amountMinor:
              measure.kind === 'average' ? Math.round(average) : measure.weightBy ? weightedSum : sum,
            currency,
            count: of,
          })),
      };
  }
}

/** One number to rank and to draw by: of money, minor units of the workspace's currency, without what has no rate. */
export function comparableFigure(metric: Metric, figure: Figure, money: Money): number {
  if (unitOf(metric) !== 'money') return figure.value ?? 0;
  return figure.amounts.reduce(
    (sum, { amountMinor, currency }) => sum + (inOwnCurrency(money, amountMinor, currency) ?? 0),
    0,
  );
}

/** What a metric comes to over the records of several figures: the small groups that a table does not show one by one. */
export function mergedFigure({ measure }: Metric, figures: readonly Figure[]): Figure {
  const count = figures.reduce((sum, one) => sum + one.count, 0);
  const known = figures.filter(({ value }) => value !== undefined);
  const isSum = measure.kind === 'count';
  const of = known.reduce((sum, one) => sum + one.count, 0);
  const weighed = known.reduce((sum, { value = 0, count: own }) => sum + value * (isSum ? 1 : own), 0);
  const amounts = new Map<string | undefined, Amount>();
  for (const { amountMinor, currency, count: own } of figures.flatMap((one) => one.amounts)) {
    const sum = amounts.get(currency) ?? { amountMinor: 0, currency, count: 0 };
    const all = sum.count + own;
    const isAverage = measure.kind === 'average';
    amounts.set(currency, {
      currency,
      count: all,
      amountMinor: isAverage
        ? Math.round((sum.amountMinor * sum.count + amountMinor * own) / Math.max(1, all))
        : sum.amountMinor + amountMinor,
    });
  }
  return {
    count,
    ...(known.length > 0 && { value: isSum ? weighed : weighed / Math.max(1, of) }),
    amounts: [...amounts.values()],
  };
}
