import type { TableCard } from '@clianta/agents/reply.schema';
import { undoButton } from './card-actions.ts';
import { type CardElement, line, subtle, table, title } from './card-elements.ts';

/** More columns than this are too narrow to read in a chat; the others stand below the first one, in words. */
const MOST_COLUMNS = 4;
/** A column gets no wider for cells that are longer than this. */
const WIDE = 16;

type Column = TableCard['columns'][number];

/** @param shown - how many of the rows, where not all fit */
export function renderTable(card: TableCard, shown = card.rows.length): CardElement[] {
  const { count, total } = card;
  const columns = columnsOf(card);
  const beyond = card.columns.filter((column) => !columns.includes(column));
  const head = columns.map(({ label }) => line(label, { isBold: true }));
  const rows = card.rows.slice(0, shown).map(({ cells, url }) => {
    const further = beyond
      .filter(({ key }) => cells[key])
      .map(({ key, label }) => `${label}: ${cells[key]}`)
      .join(' · ');
    return columns.map(({ key }, at) => {
      const cell = line(cells[key] ?? '', at === 0 ? { isBold: true, url } : {});
      return at === 0 && further ? { type: 'Container', items: [cell, subtle(further)] } : cell;
    });
  });
  const widths = columns.map((column) => ({ width: widthOf(column, card), align: column.align }));
  const left = count - rows.length;
  const foot = [
    ...(left > 0 ? [`${rows.length} of ${count} shown, ${left} more`] : []),
    ...(total ? [`${total.label}: ${total.value}`] : []),
  ];
  return [
    title(card.title),
    ...(rows.length > 0 ? [table(widths, [head, ...rows], { hasHead: true })] : []),
    ...(foot.length > 0 ? [line(foot.join(' · '), { isBold: total !== undefined })] : []),
    ...undoButton(card),
  ];
}

/** What is called, the figures, and then the first of the others, in their order. */
function columnsOf({ columns }: TableCard): Column[] {
  const [name] = columns;
  const isFigure = (column: Column) => column.align === 'right';
  const ranked = [...columns].sort((a, b) => rank(b) - rank(a));
  function rank(column: Column): number {
    return column === name ? 2 : isFigure(column) ? 1 : 0;
  }
  const kept = new Set(ranked.slice(0, MOST_COLUMNS));
  return columns.filter((column) => kept.has(column));
}

/** By what is in it, so that no word is broken. */
function widthOf({ key, label }: Column, { rows }: TableCard): number {
  const texts = [label, ...rows.map(({ cells }) => cells[key] ?? '')];
  const words = texts.flatMap((text) => text.split(/\s+/)).map((word) => word.length);
  const longest = Math.max(...texts.map(({ length }) => length));
  return Math.max(Math.min(Math.max(...words), WIDE) + 4, Math.min(longest, WIDE));
}
