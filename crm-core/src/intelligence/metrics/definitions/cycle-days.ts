import { defineMetric } from '../metric.ts';

export const cycleDays = defineMetric({
  name: 'cycle_days',
  label: 'Sales cycle',
  aliases: ['sales cycle length', 'cycle', 'days to close', 'time to close', 'cycle time'],
  entity: 'opportunity',
  where: [{ field: 'status', op: 'eq', value: 'won' }],
  at: 'closedAt',
  measure: { kind: 'days', from: 'createdAt', to: 'closedAt' },
  says: 'days from a deal being made to its being won, on average',
});
