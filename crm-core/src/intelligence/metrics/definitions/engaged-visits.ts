import { defineMetric } from '../metric.ts';

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
  entity: 'trackingEvent',
  counts: { one: 'visit', many: 'visits' },
  where: [
    { field: 'type', op: 'eq', value: 'page' },
    { field: 'isMachine', op: 'eq', value: false },
    { field: 'medium', op: 'is_set' },
    { field: 'isEngaged', op: 'eq', value: true },
  ],
  at: 'at',
  measure: { kind: 'count' },
  says: 'website visits of ten seconds or more, or of several pages',
});
