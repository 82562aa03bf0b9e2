import { defineMetric } from '../metric.ts';

export const lostValue = defineMetric({
  name: 'lost_value',
  label: 'Lost value',
  aliases: ['lost revenue', 'lost amount', 'losses'],
  entity: 'opportunity',
  where: [{ field: 'status', op: 'eq', value: 'lost' }],
  at: 'closedAt',
  measure: { kind: 'sum', of: 'amountMinor' },
  says: 'amounts of the deals that were lost, by the day they were closed',
});
