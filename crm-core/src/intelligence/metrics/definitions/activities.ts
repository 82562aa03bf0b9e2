import { defineMetric } from '../metric.ts';

export const activities = defineMetric({
  name: 'activities',
  label: 'Activities',
  aliases: ['activity'],
  entity: 'activity',
  where: [{ field: 'type', op: 'in', value: ['note', 'call', 'email', 'meeting'] }],
  at: 'at',
  measure: { kind: 'count' },
  says: 'notes, calls, e-mails and meetings on the timeline',
});
