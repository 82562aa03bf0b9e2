import { defineMetric } from '../metric.ts';
import { visitRecords } from '../visit-records.ts';

export const engagedVisits = defineMetric({
  name: 'engaged_visits',
  label: 'Engaged visits',
  aliases: [
    'engaged users',
    'engaged visitors',
    'engaged sessions',
    'user engagement',
    'users engaged',
    'visitor engagement',
  ],
  ...visitRecords,
  where: [...visitRecords.where, { field: 'isEngaged', op: 'eq', value: true }],
  measure: { kind: 'count' },
  says: 'website visits of ten seconds or more, or of several pages',
});
