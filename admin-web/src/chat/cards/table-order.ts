import type { TableCard } from '@clianta/agents/reply.schema';

type Row = TableCard['rows'][number];

export interface TableOrder {
  key: string;
  isDescending: boolean;
}

/** "$12,000", "35%", "1 250,50 €": a figure with a sign before or after it. */
const FIGURE = /^[^\d-]{0,4}-?[\d][\d.,\s']*\s?(?:%|[^\d\s]{1,3})?$/u;

/** A day as the answers write it; what only has figures in it is none. */
const MONTH = /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.*\d/i;

/** The rows by a column, as their texts are meant: figures by size, days by time, words as people sort them. */
export function sorted(rows: readonly Row[], { key, isDescending }: TableOrder): Row[] {
  const read = readerFor(rows.map(({ cells }) => cells[key] ?? ''));
  const known = rows.map((row) => ({ row, value: read(row.cells[key] ?? '') }));
  // what is empty comes last in either direction
  return known
    .toSorted((a, b) => {
      if (a.value === undefined || b.value === undefined)
        return Number(a.value === undefined) - Number(b.value === undefined);
      const by = compare(a.value, b.value);
      return isDescending ? -by : by;
    })
    .map(({ row }) => row);
}

type Value = string | number;

function readerFor(texts: readonly string[]): (text: string) => Value | undefined {
  const said = texts.filter((text) => !isEmpty(text));
  const readers = [timeIn, figureIn];
  const fits = readers.find((reader) => said.length > 0 && said.every((text) => reader(text) !== undefined));
  return (text) => (isEmpty(text) ? undefined : fits ? fits(text) : text);
}

const isEmpty = (text: string) => /^[\s–—-]*$/.test(text);

function figureIn(text: string): number | undefined {
  if (!FIGURE.test(text)) return undefined;
  // the last mark with one or two digits after it parts the cents
  const plain = text.replace(/[^\d.,-]/g, '');
  const cents = /[.,](\d{1,2})$/.exec(plain)?.[1] ?? '';
  const whole = (cents ? plain.slice(0, -cents.length - 1) : plain).replace(/[.,]/g, '');
  return Number(`${whole}.${cents || 0}`);
}

function timeIn(text: string): number | undefined {
  const time = MONTH.test(text) ? Date.parse(text.replace(' at ', ' ')) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

function compare(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true, sensitivity: 'base' });
}
