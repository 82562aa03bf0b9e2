import { defineMetric } from '../metric.ts';

export const weightedValue = defineMetric({
  name: 'weighted_value',
  label: 'Weighted value',
  aliases: ['weighted pipeline'],
  entity: 'opportunity',
  where: [{ field: 'status', op: 'eq', value: 'open' }],
  at: 'expectedCloseAt',
  measure: { kind: 'sum', of: 'amountMinor', weightBy: 'probability' },
  says: 'amounts of the open deals times their probability, each rounded once',
});
