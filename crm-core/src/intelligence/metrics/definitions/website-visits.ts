import { defineMetric } from '../metric.ts';
import { visitRecords } from '../visit-records.ts';

export const websiteVisits = defineMetric({
  name: 'website_visits',
  label: 'Website visits',
  aliases: [
    'site visits',
    'web visits',
    'total visits',
    'total website visits',
    'visits to the website',
    'website traffic',
    'web traffic',
    'traffic',
  ],
  ...visitRecords,
  measure: { kind: 'count' },
  says: 'visits of the websites that are tracked, by when they began; without machines',
});
