import { defineMetric } from '../metric.ts';

export const meetings = defineMetric({
  name: 'meetings',
  label: 'Meetings',
  aliases: ['demos', 'visits'],
  entity: 'activity',
  where: [{ field: 'type', op: 'eq', value: 'meeting' }],
  at: 'at',
  measure: { kind: 'count' },
  says: 'meetings on the timeline, by when they were',
});
