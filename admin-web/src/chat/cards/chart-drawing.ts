import type { ChartCard } from '@clianta/agents/reply.schema';
import { bars, funnel } from './chart-bars.ts';
import { columns } from './chart-columns.ts';
import { pie } from './chart-pie.ts';
import type { Drawing } from './chart-shape.ts';

export function drawingOf(card: ChartCard, width: number): Drawing {
  switch (card.kind) {
    case 'bar':
      return bars(card, width);
    case 'funnel':
      return funnel(card, width);
    case 'column':
    case 'line':
    case 'stacked':
    case 'scatter':
    case 'histogram':
      return columns(card, width);
    case 'pie':
      return pie(card, width);
  }
}
