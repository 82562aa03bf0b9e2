import { defineMetric } from '../metric.ts';

export const dealsLost = defineMetric({
  name: 'deals_lost',
  label: 'Deals lost',
  aliases: ['number of deals lost', 'number of lost deals'],
  entity: 'opportunity',
  where: [{ field: 'status', op: 'eq', value: 'lost' }],
  at: 'closedAt',
  measure: { kind: 'count' },
  says: 'deals that were lost, by the day they were closed',
});
