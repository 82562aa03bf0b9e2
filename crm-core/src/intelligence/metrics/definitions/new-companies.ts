import { defineMetric } from '../metric.ts';

export const newCompanies = defineMetric({
  name: 'new_companies',
  label: 'New companies',
  aliases: ['companies added', 'new accounts'],
  entity: 'company',
  where: [],
  at: 'createdAt',
  measure: { kind: 'count' },
  says: 'companies by the day they came in',
});
