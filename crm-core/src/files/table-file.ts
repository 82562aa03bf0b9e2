import { stringify } from 'csv-stringify/sync';
import { guarded } from '../imports/mapping/formula-guard.ts';

export type TableCell = string | number | null;

/** Rows of values under their names, to be opened elsewhere. */
export interface TableValues {
  columns: readonly string[];
  rows: ReadonlyArray<readonly TableCell[]>;
}

/** As CSV for spreadsheets: UTF-8 with its mark; what would be run as a formula is none. */
export function csvOf({ columns, rows }: TableValues): string {
  const text = (value: TableCell) => (typeof value === 'string' ? guarded(value) : value);
  return stringify(
    [columns, ...rows].map((row) => row.map(text)),
    { bom: true, record_delimiter: 'windows' },
  );
}

/** As an Excel workbook with one sheet; a text is a text there, whatever it begins with. */
export async function xlsxOf({ columns, rows }: TableValues): Promise<Uint8Array> {
  const head = columns.map((value) => ({ value, type: String, fontWeight: 'bold' as const }));
  const body = rows.map((row) =>
    row.map((value) =>
      value === null ? null : typeof value === 'number' ? { value, type: Number } : { value, type: String },
    ),
  );
  const widths = columns.map((name, at) => ({
    width: Math.min(
      40,
      Math.max(name.length, ...rows.slice(0, 200).map((row) => String(row[at] ?? '').length)) + 3,
    ),
  }));
  // takes a fifth of a second to load
  const { default: writeSheet } = await import('write-excel-file/node');
  return writeSheet([head, ...body], { columns: widths, stickyRowsCount: 1 }).toBuffer();
}
