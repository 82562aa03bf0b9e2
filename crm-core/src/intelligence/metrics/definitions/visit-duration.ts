import { defineMetric } from '../metric.ts';
import { visitRecords } from '../visit-records.ts';

export const visitDuration = defineMetric({
  name: 'visit_duration',
  label: 'Session duration',
  aliases: [
    'average session duration',
    'session length',
    'average session length',
    'visit duration',
    'average visit duration',
    'time on site',
    'average time on site',
    'session time',
  ],
  ...visitRecords,
  measure: { kind: 'mean', of: 'seconds', unit: 'seconds' },
  says: 'how long website visits are, from their first page to their last one, on average',
});
