import { Opportunity } from '../../crm/opportunity/opportunity.schema.ts';
import type { CrmCore } from '../../crm-core.ts';
import type { Filter } from '../../entity/filter.schema.ts';
import { inOwnCurrency } from '../../entity/money.ts';
import type { Scope } from '../../entity/scope.ts';
import { categoryOf, type ForecastCategory } from './category.ts';
import type { Chance } from './forecast-range.ts';

interface Row {
  _id: { probability: number | null; category: ForecastCategory | null; currency: string | null };
  count: number;
  sum: number;
}

/** Amounts that agree in the first two digits are taken for alike. */
const DIGITS = 2;

/**
 * The open deals that a filter matches, as chances in the workspace's currency; without those that are omitted, and
 * without what has no rate. Alike ones are put together by the database: many deals make few chances.
 */
export async function readChances(crm: CrmCore, scope: Scope, filter: Filter): Promise<Chance[]> {
  const [query, money] = await Promise.all([
    crm.records(Opportunity).query(scope, filter),
    crm.moneyOf(scope.workspaceId),
  ]);
  const size = { $floor: { $log10: '$amountMinor' } };
  const rows = await crm.store.model(Opportunity).aggregate<Row>([
    { $match: { $and: [query(false), { amountMinor: { $gt: 0 } }] } },
    {
      $group: {
        _id: {
          probability: '$probability',
          category: '$forecastCategory',
          currency: '$currency',
          digits: {
            $floor: { $divide: ['$amountMinor', { $pow: [10, { $subtract: [size, DIGITS - 1] }] }] },
          },
          size,
        },
        count: { $sum: 1 },
        sum: { $sum: '$amountMinor' },
      },
    },
    { $sort: { _id: 1 } },
  ]);
  return rows.flatMap(({ _id: { probability, category, currency }, count, sum }): Chance[] => {
    const odds = probability ?? 0;
    if (odds === 0 || categoryOf(category, odds) === 'omitted') return [];
    const amount = inOwnCurrency(money, sum / count, currency ?? undefined);
    return amount === undefined ? [] : [{ amount, probability: odds, count }];
  });
}
