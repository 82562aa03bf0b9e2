import type { TableCard } from '@clianta/agents/reply.schema';
import { clean, type Paint } from './paint.ts';

/** Widest cell of a table; longer text is cut with an ellipsis. */
const MAX_CELL = 32;
/** What is longer gives way down to this in a narrow terminal; amounts, dates and names are shorter and stay whole. */
const LEAST_CELL = 16;
const GAP = '  ';

const cut = (text: string, width: number) => (text.length > width ? `${text.slice(0, width - 1)}…` : text);

/** A table as wide as the terminal at most; in a narrow one each row becomes two lines. */
export function renderTable(card: TableCard, paint: Paint, width: number | undefined): string {
  const cells = card.rows.map((row) => card.columns.map((column) => clean(row.cells[column.key] ?? '')));
  const natural = card.columns.map((column, i) =>
    Math.max(column.label.length, ...cells.map((row) => Math.min(row[i]?.length ?? 0, MAX_CELL))),
  );
  const widths = fit(natural, width);
  const shown = card.count > card.rows.length ? ` (${card.rows.length} of ${card.count} shown)` : '';
  return [
    paint('bold', clean(card.title)) + shown,
    ...(widths ? asColumns(card, cells, widths, paint) : asLines(cells, paint)),
    ...(card.total ? [paint('bold', `${card.total.label}: ${card.total.value}`)] : []),
  ].join('\n');
}

/** The columns' widths within the terminal: the widest give way first. Undefined: there is no room for columns. */
function fit(natural: readonly number[], width = Number.POSITIVE_INFINITY): number[] | undefined {
  const widths = [...natural];
  let over = widths.reduce((sum, one) => sum + one, 0) + GAP.length * (widths.length - 1) - width;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= LEAST_CELL) return undefined;
    widths[widths.indexOf(widest)] = widest - 1;
    over -= 1;
  }
  return widths;
}

function asColumns(card: TableCard, cells: string[][], widths: number[], paint: Paint): string[] {
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => {
        const [width, text] = [widths[i] ?? 0, cut(cell, widths[i] ?? 0)];
        return card.columns[i]?.align === 'right' ? text.padStart(width) : text.padEnd(width);
      })
      .join(GAP)
      .trimEnd();
  return [
    paint('dim', line(card.columns.map((column) => column.label))),
    paint('dim', widths.map((width) => '─'.repeat(width)).join(GAP)),
    ...cells.map(line),
  ];
}

function asLines(cells: string[][], paint: Paint): string[] {
  return cells.flatMap(([first = '', ...rest]) => {
    const more = rest.filter(Boolean).join(' · ');
    return [paint('bold', first), ...(more ? [`  ${more}`] : [])];
  });
}
