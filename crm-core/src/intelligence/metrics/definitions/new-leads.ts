import { defineMetric } from '../metric.ts';

export const newLeads = defineMetric({
  name: 'new_leads',
  label: 'New leads',
  aliases: ['lead volume', 'contacts added'],
  entity: 'contact',
  where: [],
  at: 'createdAt',
  measure: { kind: 'count' },
  says: 'contacts by the day they came in',
});
