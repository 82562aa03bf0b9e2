import { defineMetric } from '../metric.ts';

export const dealsCreated = defineMetric({
  name: 'deals_created',
  label: 'Deals created',
  aliases: ['opportunities created', 'deals added', 'number of new deals'],
  entity: 'opportunity',
  where: [],
  at: 'createdAt',
  measure: { kind: 'count' },
  says: 'deals by the day they were made',
});
