import type { Figure } from '@clianta/crm-core/intelligence/metrics/figure';
import { type Metric, unitOf } from '@clianta/crm-core/intelligence/metrics/metric';
import type { ToolContext } from '../tool.ts';
import { formatMoney, formatNumber } from './format.ts';
import { worthInWords } from './money-words.ts';

/** Where there is nothing to take a share or an average of. */
const NOTHING = '—';

/** A figure as people read it: "$12,000 + ¥500,000", "67%", "12.5 days". */
export function figureInWords(context: ToolContext, metric: Metric, { value, amounts }: Figure): string {
  switch (unitOf(metric)) {
    case 'money':
      return worthInWords(context, amounts);
    case 'percent':
      return value === undefined ? NOTHING : `${Math.round(100 * value)}%`;
    case 'days':
      return value === undefined ? NOTHING : `${formatNumber(Math.round(10 * value) / 10, context)} days`;
    case 'seconds':
      return value === undefined ? NOTHING : durationInWords(context, value);
    default:
      return formatNumber(value ?? 0, context);
  }
}

/** "8.5 s", "2 min 5 s" */
function durationInWords(context: ToolContext, seconds: number): string {
  if (seconds < 60) return `${formatNumber(Math.round(10 * seconds) / 10, context)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** A comparable figure (see `comparableFigure`) in words: money in the workspace's currency. */
export function plainInWords(context: ToolContext, metric: Metric, value: number): string {
  return unitOf(metric) === 'money'
    ? formatMoney(Math.round(value), context.currency, context)
    : figureInWords(context, metric, { count: 0, value, amounts: [] });
}

/** "+20%", "the same"; a dash where there was nothing before. */
export function changeInWords(before: number, after: number): string {
  if (before === after) return 'the same';
  if (before === 0) return NOTHING;
  const percent = Math.round((100 * (after - before)) / before);
  return `${percent > 0 ? '+' : ''}${percent}%`;
}
