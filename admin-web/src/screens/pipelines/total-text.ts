import { formatTotal } from '../../formatting.ts';
import type { StageTotal } from './stage-totals.ts';

/** "12 deals, $40,000": the sums of different currencies stand beside each other. */
export function totalText(total: StageTotal | undefined, locale: string): string {
  if (!total) return 'No deals';
  const money = Object.entries(total.amounts).map(([code, minor]) => formatTotal(minor, code, locale));
  const count = `${new Intl.NumberFormat(locale).format(total.count)} ${total.count === 1 ? 'deal' : 'deals'}`;
  return [count, ...money].join(', ');
}
