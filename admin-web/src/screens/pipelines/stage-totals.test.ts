import { expect, it } from 'vitest';
import { totalsOf } from './stage-totals.ts';

it('has a sum for each currency of a stage, and none where no deal has an amount', () => {
  const sum = (currency: string, amount: number) => ({
    field: 'amountMinor',
    currency,
    count: 1,
    sum: amount,
  });
  const groups = [
    { key: { stageId: 'a' }, count: 3, totals: [sum('EUR', 350), sum('USD', 70)] },
    { key: { stageId: 'b' }, count: 1, totals: [sum('EUR', 0)] },
    { key: { stageId: null }, count: 1, totals: [] },
  ];
  expect(totalsOf({ groups })).toEqual({
    a: { count: 3, amounts: { EUR: 350, USD: 70 } },
    b: { count: 1, amounts: {} },
  });
});
