import { defineMetric } from '../metric.ts';

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
  entity: 'trackingEvent',
  counts: { one: 'visit', many: 'visits' },
  where: [
    { field: 'type', op: 'eq', value: 'page' },
    { field: 'isMachine', op: 'eq', value: false },
    { field: 'medium', op: 'is_set' },
  ],
  at: 'at',
  measure: { kind: 'count' },
  says: 'visits of the websites that are tracked, by when they began; without machines',
});
