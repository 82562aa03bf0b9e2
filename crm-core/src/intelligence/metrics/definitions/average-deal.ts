import { defineMetric } from '../metric.ts';

export const averageDeal = defineMetric({
  name: 'average_deal',
  label: 'Average deal',
  aliases: ['average deal size', 'deal size', 'average order value', 'average won deal'],
  entity: 'opportunity',
  where: [{ field: 'status', op: 'eq', value: 'won' }],
  at: 'closedAt',
  measure: { kind: 'average', of: 'amountMinor' },
  says: 'the average amount of the deals that were won',
});
