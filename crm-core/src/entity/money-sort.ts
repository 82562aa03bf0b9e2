import type { Entity } from './define-entity.ts';
import { comparable, hasOwnCurrency, type Money } from './money.ts';
import type { Sort } from './page.ts';

/** Where a sorted record carries its amount in the workspace's currency. */
export const SORTED_BY = 'amountInOwnCurrency';

/** The sort, by the amount in one currency where records name theirs. */
export function inOneCurrency(entity: Entity, sort: Sort): Sort & { amount?: string } {
  return hasOwnCurrency(entity, sort.field)
    ? { ...sort, field: SORTED_BY, of: SORTED_BY, amount: sort.field }
    : sort;
}

/** MongoDB's expression for an amount in the workspace's currency; null without an amount or a rate. */
export function ownCurrencyExpression(path: string, money: Money): object {
  const branches = [...comparable(money)].map(([code, factor]) => ({
    case: { $eq: [{ $ifNull: ['$currency', money.currency] }, code] },
    // biome-ignore lint/suspicious/noThenProperty: the database calls it so
    then: { $multiply: [{ $ifNull: [`$${path}`, null] }, factor] },
  }));
  return { $switch: { branches, default: null } };
}
