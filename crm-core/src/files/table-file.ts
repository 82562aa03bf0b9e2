import writeSheet from 'write-excel-file/node';

export type TableCell = string | number | null;

/** Rows of values under their names, to be opened elsewhere. */
export interface TableValues {
  columns: readonly string[];
  rows: ReadonlyArray<readonly TableCell[]>;
}

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** Excel reads UTF-8 only behind this mark. */
const MARK = '\uFEFF';

/** A text that begins like a formula is led by an apostrophe, so that no program runs it; numbers are left alone. */
const guarded = (text: string) => (FORMULA.test(text) ? `'${text}` : text);

/** As CSV (RFC 4180), UTF-8. */
export function csvOf({ columns, rows }: TableValues): Uint8Array {
  const cell = (value: TableCell) => {
    if (value === null) return '';
    if (typeof value === 'number') return String(value);
    const text = guarded(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns, ...rows].map((row) => row.map(cell).join(','));
  return new TextEncoder().encode(`${MARK}${lines.join('\r\n')}\r\n`);
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
  return writeSheet([head, ...body], { columns: widths, stickyRowsCount: 1 }).toBuffer();
}
