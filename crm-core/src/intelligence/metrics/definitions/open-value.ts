import { defineMetric } from '../metric.ts';

export const openValue = defineMetric({
  name: 'open_value',
  label: 'Open value',
  aliases: ['pipeline', 'open pipeline', 'pipeline value'],
  entity: 'opportunity',
  where: [{ field: 'status', op: 'eq', value: 'open' }],
  at: 'expectedCloseAt',
  measure: { kind: 'sum', of: 'amountMinor' },
  says: 'amounts of the open deals, by the day they are expected to close',
});
