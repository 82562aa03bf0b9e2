import { defineMetric } from '../metric.ts';

export const calls = defineMetric({
  name: 'calls',
  label: 'Calls',
  aliases: ['phone calls'],
  entity: 'activity',
  where: [{ field: 'type', op: 'eq', value: 'call' }],
  at: 'at',
  measure: { kind: 'count' },
  says: 'calls on the timeline, by when they were',
});
