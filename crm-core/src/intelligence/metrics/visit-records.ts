import type { Metric } from './metric.ts';

/** Website visits as the records that count: the page view that each began with, without machines. */
export const visitRecords = {
  entity: 'trackingEvent',
  counts: { one: 'visit', many: 'visits' },
  where: [
    { field: 'type', op: 'eq', value: 'page' },
    { field: 'isMachine', op: 'eq', value: false },
    { field: 'medium', op: 'is_set' },
  ],
  at: 'at',
} satisfies Partial<Metric>;
