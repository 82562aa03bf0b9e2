import type { TableCard } from '@clianta/agents/reply.schema';

type Column = TableCard['columns'][number];

/** What a card's columns become at a width: some stand side by side, the others are told below the first. */
export interface TableLayout {
  columns: Column[];
  folded: Column[];
  isNarrow: boolean;
}

/** Up to this width a row is two lines: its name and its most important figure, and the rest below. */
const NARROW_PX = 480;
/** About what a letter takes, and a cell besides its letters; a table that is a little too wide wraps its texts. */
const LETTER_PX = 7;
const CELL_PX = 24;
const MENU_PX = 48;
const LEAST_LETTERS = 5;
/** Longer texts wrap within this. */
const MOST_LETTERS = 22;
/** What is no longer than this stays on one line: dates, amounts, stages. */
export const SHORT_LETTERS = 16;

/** @param width - of the card in CSS pixels; undefined where it is not known: then nothing is folded */
export function layoutOf(
  { columns, rows }: Pick<TableCard, 'columns' | 'rows'>,
  width: number | undefined,
): TableLayout {
  if (width === undefined || columns.length < 2) return { columns, folded: [], isNarrow: false };
  const isNarrow = width <= NARROW_PX;
  const key = columns.find(({ align }, at) => at > 0 && align === 'right');
  const staying = new Set<Column>(columns);
  // the last ones are the least important; a figure is worth more than they are
  const givingWay = columns.filter((column, at) => at > 0 && column !== key).reverse();
  const room = width - (rows.some(({ id }) => id) ? MENU_PX : 0);
  for (const column of givingWay) if (isNarrow || widthOf([...staying], rows) > room) staying.delete(column);
  return {
    columns: columns.filter((column) => staying.has(column)),
    folded: columns.filter((column) => !staying.has(column)),
    isNarrow,
  };
}

const widthOf = (columns: readonly Column[], rows: TableCard['rows']) =>
  columns.reduce((sum, column) => sum + CELL_PX + lettersOf(column, rows) * LETTER_PX, 0);

/** The letters of a column's longest cell. */
export function longestOf({ key, label }: Column, rows: TableCard['rows']): number {
  return Math.max(label.length, ...rows.map(({ cells }) => cells[key]?.length ?? 0));
}

const lettersOf = (column: Column, rows: TableCard['rows']) =>
  Math.min(MOST_LETTERS, Math.max(LEAST_LETTERS, longestOf(column, rows)));
