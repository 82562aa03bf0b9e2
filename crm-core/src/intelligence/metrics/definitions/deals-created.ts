import { defineMetric } from '../metric.ts';

export const dealsCreated = defineMetric({
  name: 'deals_created',
  label: 'Deals created',
  aliases: ['new deals', 'created deals', 'opportunities created', 'deals added'],
  entity: 'opportunity',
  where: [],
  at: 'createdAt',
  measure: { kind: 'count' },
  says: 'deals by the day they were made',
});
