import { defineMetric } from '../metric.ts';

export const dealsWon = defineMetric({
  name: 'deals_won',
  label: 'Deals won',
  aliases: ['number of deals won', 'number of won deals'],
  entity: 'opportunity',
  where: [{ field: 'status', op: 'eq', value: 'won' }],
  at: 'closedAt',
  measure: { kind: 'count' },
  says: 'deals that were won, by the day they were closed',
});
