import { defineMetric } from '../metric.ts';

export const emails = defineMetric({
  name: 'emails',
  label: 'E-mails',
  aliases: ['mails', 'emails'],
  entity: 'activity',
  where: [{ field: 'type', op: 'eq', value: 'email' }],
  at: 'at',
  measure: { kind: 'count' },
  says: 'e-mails on the timeline, by when they were',
});
