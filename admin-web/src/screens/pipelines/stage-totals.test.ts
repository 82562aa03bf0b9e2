import { expect, it } from 'vitest';
import { totalsOf } from './stage-totals.ts';

it('counts deals by stage and never adds up different currencies', () => {
  const deals = [
    { stageId: 'a', amountMinor: 100 },
    { stageId: 'a', amountMinor: 250, currency: 'EUR' },
    { stageId: 'a', amountMinor: 70, currency: 'USD' },
    { stageId: 'b' },
  ];
  expect(totalsOf(deals, 'EUR')).toEqual({
    a: { count: 3, amounts: { EUR: 350, USD: 70 } },
    b: { count: 1, amounts: {} },
  });
});
