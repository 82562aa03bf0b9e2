import { defineMetric } from '../metric.ts';

export const wonValue = defineMetric({
  name: 'won_value',
  label: 'Won value',
  aliases: ['revenue', 'sales', 'turnover', 'bookings', 'income', 'closed revenue'],
  entity: 'opportunity',
  where: [{ field: 'status', op: 'eq', value: 'won' }],
  at: 'closedAt',
  measure: { kind: 'sum', of: 'amountMinor' },
  says: 'amounts of the deals that were won, by the day they were closed',
});
