import type { TableCard } from '@clianta/agents/reply.schema';
import { undoButton } from './card-actions.ts';
import { type CardElement, line, subtle, table, title } from './card-elements.ts';

/** More columns than this are too narrow to read in a chat; the rest follows in words. */
const MOST_COLUMNS = 5;

/** @param shown - how many of the rows, where not all fit */
export function renderTable(card: TableCard, shown = card.rows.length): CardElement[] {
  const { count, total } = card;
  const columns = card.columns.slice(0, MOST_COLUMNS);
  const beyond = card.columns.slice(MOST_COLUMNS);
  const head = columns.map(({ label }) => line(label, { isBold: true }));
  const rows = card.rows.slice(0, shown).map(({ cells }) => {
    const further = beyond
      .filter(({ key }) => cells[key])
      .map(({ key, label }) => `${label}: ${cells[key]}`)
      .join(' · ');
    return columns.map(({ key }, at) => {
      const cell = line(cells[key] ?? '', { isBold: at === 0 });
      return at === 0 && further ? { type: 'Container', items: [cell, subtle(further)] } : cell;
    });
  });
  const widths = columns.map(({ align }, at) => ({ width: at === 0 ? 2 : 1, align }));
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
