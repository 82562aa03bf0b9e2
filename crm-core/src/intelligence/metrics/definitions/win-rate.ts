import { defineMetric } from '../metric.ts';

export const winRate = defineMetric({
  name: 'win_rate',
  label: 'Win rate',
  aliases: ['closing rate', 'close rate', 'hit rate', 'success rate'],
  entity: 'opportunity',
  where: [{ field: 'status', op: 'in', value: ['won', 'lost'] }],
  at: 'closedAt',
  measure: { kind: 'share', of: [{ field: 'status', op: 'eq', value: 'won' }] },
  says: 'deals won of those won or lost, by the day they were closed',
});
