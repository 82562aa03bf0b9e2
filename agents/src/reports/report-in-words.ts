import type { TableCard } from '../reply.schema.ts';
import type { ToolResult } from '../tool.ts';

/** Rows that are told in words. */
const MOST_ROWS = 15;

/** A report where there are no cards: the answer, and its table line by line. */
export function reportInWords({ text, cards = [] }: ToolResult): string {
  const tables = cards.flatMap((card) => (card.type === 'table' ? [linesOf(card)] : []));
  return [text.replaceAll('**', ''), ...tables].join('\n\n');
}

function linesOf({ columns, rows, total }: TableCard): string {
  const lines = rows.slice(0, MOST_ROWS).map(({ cells }) => {
    const [name, ...figures] = columns.map(({ key }) => cells[key] ?? '');
    return `${name}: ${figures.filter(Boolean).join(', ')}`;
  });
  return [
    ...lines,
    ...(rows.length > MOST_ROWS ? [`and ${rows.length - MOST_ROWS} more`] : []),
    ...(total ? [`${total.label}: ${total.value}`] : []),
  ].join('\n');
}
