import { defineMetric } from '../metric.ts';

export const companiesAdded = defineMetric({
  name: 'companies_added',
  label: 'Companies added',
  aliases: ['accounts added'],
  entity: 'company',
  where: [],
  at: 'createdAt',
  measure: { kind: 'count' },
  says: 'companies by the day they came in',
});
