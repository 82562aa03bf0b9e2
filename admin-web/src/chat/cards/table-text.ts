import type { TableCard } from '@clianta/agents/reply.schema';

type Table = Pick<TableCard, 'columns' | 'rows'>;

const linesOf = ({ columns, rows }: Table): string[][] => [
  columns.map(({ label }) => label),
  ...rows.map(({ cells }) => columns.map(({ key }) => cells[key] ?? '')),
];

/** For a spreadsheet to paste. */
export const asTabs = (table: Table): string =>
  linesOf(table)
    .map((line) => line.map((cell) => cell.replace(/\s+/g, ' ')).join('\t'))
    .join('\n');

/** For a text editor or a mail to paste. */
export function asHtml(table: Table): string {
  const [head = [], ...body] = linesOf(table);
  const row = (cells: readonly string[], tag: 'th' | 'td') =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${row(head, 'th')}</thead><tbody>${body.map((cells) => row(cells, 'td')).join('')}</tbody></table>`;
}

const escaped = (text: string) =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign,
  );

/** RFC 4180, with the mark by which Excel knows UTF-8. What a spreadsheet would take for a formula is quoted as text. */
export const asCsv = (table: Table): string =>
  `\uFEFF${linesOf(table)
    .map((line) => line.map(csvCell).join(','))
    .join('\r\n')}\r\n`;

function csvCell(text: string): string {
  const isFormula = /^[=+\-@\t\r]/.test(text) && !/^[-+][\d.,\s]+%?$/.test(text);
  const cell = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
