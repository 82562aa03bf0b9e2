import { z } from 'zod';
import { fold } from '../../entity/search-text.ts';
import { InvalidError } from '../../errors.ts';
import type { Connection } from '../layer/define-integration.ts';
import { VendorError } from '../layer/vendor-error.ts';
import type { Cell, SheetRow, SheetStore } from '../sheets/sheet-store.ts';

/** Hidden; by it a row that was added before is found. */
const ID_HEADER = 'Clianta id';
const MOST_ROWS = 500;

const bookSchema = z.object({
  properties: z.object({ title: z.string() }),
  sheets: z
    .array(
      z.object({
        properties: z.object({
          sheetId: z.number(),
          title: z.string(),
          gridProperties: z.object({ columnCount: z.number().default(26) }).default({ columnCount: 26 }),
        }),
      }),
    )
    .min(1),
});
const valuesSchema = z.object({ values: z.array(z.array(z.unknown())).default([]) });

interface Sheet {
  title: string;
  sheetId: number;
  name: string;
  columnCount: number;
  headers: string[];
}

const base = 'sheets';

/** Google Sheets v4. Rows are added by appendCells: `values.append` guesses where a table is, and shifts them. */
export const googleSheets: SheetStore = {
  async describe(connection, spreadsheetId) {
    const { title, headers } = await read(connection, spreadsheetId);
    return { title, headers: headers.filter((one) => one !== '' && one !== ID_HEADER) };
  },

  async append(connection, spreadsheetId, columns, rows) {
    // read anew each time: people move and rename columns
    const sheet = await read(connection, spreadsheetId);
    const isBare = sheet.headers.every((one) => one === '');
    if (isBare) sheet.headers = [...columns];
    const missing = columns.filter((name) => at(sheet.headers, name) === -1);
    if (missing.length > 0)
      throw new InvalidError(
        `The sheet “${sheet.title}” has no column “${missing[0]}”. Put it back into the first row, or change the workflow.`,
      );
    const idAt = await idColumn(connection, spreadsheetId, sheet, isBare);
    let added = 0;
    for (let from = 0; from < rows.length; from += MOST_ROWS)
      added += await appendOnce(connection, spreadsheetId, sheet, idAt, rows.slice(from, from + MOST_ROWS));
    return { title: sheet.title, added };
  },

  async redact(connection, spreadsheetId, ids, change) {
    const sheet = await read(connection, spreadsheetId, [404]);
    const idAt = sheet?.headers.indexOf(ID_HEADER) ?? -1;
    if (!sheet || idAt === -1) return 0;
    const { sheetId, name } = sheet;
    const gone: number[] = [];
    const requests: object[] = [];
    const changed = new Set<number>();
    for (const [rowIndex, row] of (await valuesOf(connection, spreadsheetId, quoted(name))).entries()) {
      const id = row[idAt];
      if (rowIndex === 0 || typeof id !== 'string' || id === '') continue;
      if (ids.has(id)) gone.push(rowIndex);
      else
        for (const [columnIndex, value] of row.entries()) {
          if (typeof value !== 'string' || columnIndex === idAt || change(value) === value) continue;
          const start = { sheetId, rowIndex, columnIndex };
          const rows = [{ values: [cell(change(value))] }];
          requests.push({ updateCells: { start, rows, fields: 'userEnteredValue' } });
          changed.add(rowIndex);
        }
    }
    // from below, so that the places of the others stay
    for (const at of gone.toReversed())
      requests.push({
        deleteDimension: { range: { sheetId, dimension: 'ROWS', startIndex: at, endIndex: at + 1 } },
      });
    if (requests.length > 0) await update(connection, spreadsheetId, requests);
    return gone.length + changed.size;
  },
};

/** Only those that are not there. After an answer that was lost it is looked which ones those are. */
async function appendOnce(
  connection: Connection,
  spreadsheetId: string,
  sheet: Sheet,
  idAt: number,
  rows: readonly SheetRow[],
): Promise<number> {
  for (let attempt = 0; ; attempt++) {
    const known = new Set(await idsIn(connection, spreadsheetId, sheet, idAt));
    const fresh = rows.filter(({ id }) => !known.has(id));
    if (fresh.length === 0) return attempt === 0 ? 0 : rows.length;
    const cellsOf = ({ id, cells }: SheetRow) => {
      const row: Cell[] = Array.from({ length: idAt + 1 }, () => '');
      for (const [name, value] of Object.entries(cells)) row[at(sheet.headers, name)] = value;
      row[idAt] = id;
      return { values: row.map(cell) };
    };
    const append = { sheetId: sheet.sheetId, rows: fresh.map(cellsOf), fields: 'userEnteredValue' };
    try {
      await update(connection, spreadsheetId, [{ appendCells: append }]);
      return fresh.length;
    } catch (error) {
      if (!(error instanceof VendorError) || attempt > 1) throw error;
    }
  }
}

/** @param takes - what is no error: then there is none */
async function read(connection: Connection, spreadsheetId: string): Promise<Sheet>;
async function read(
  connection: Connection,
  spreadsheetId: string,
  takes: readonly number[],
): Promise<Sheet | undefined>;
async function read(
  connection: Connection,
  spreadsheetId: string,
  takes: readonly number[] = [],
): Promise<Sheet | undefined> {
  const path = `/spreadsheets/${encodeURIComponent(spreadsheetId)}`;
  const fields = 'properties.title,sheets.properties(sheetId,title,gridProperties.columnCount)';
  const got = await connection.call({ base, path, query: { fields }, limit: 'sheetReads', takes });
  if (takes.includes(got.status)) return undefined;
  const book = got.json(bookSchema);
  const [first] = book.sheets;
  if (!first) throw new InvalidError(`The spreadsheet “${book.properties.title}” has no sheet.`);
  const { sheetId, title: name, gridProperties } = first.properties;
  const [headers = []] = await valuesOf(connection, spreadsheetId, `${quoted(name)}!1:1`);
  return {
    title: book.properties.title,
    sheetId,
    name,
    columnCount: gridProperties.columnCount,
    headers: headers.map((one) => String(one ?? '').trim()),
  };
}

/** Where the ids are; made, hidden, behind the last header where there is no such column yet. */
async function idColumn(
  connection: Connection,
  spreadsheetId: string,
  sheet: Sheet,
  isBare: boolean,
): Promise<number> {
  const known = sheet.headers.indexOf(ID_HEADER);
  if (known !== -1) return known;
  const { sheetId, headers, columnCount } = sheet;
  const idAt = headers.length;
  const start = { sheetId, rowIndex: 0, columnIndex: isBare ? 0 : idAt };
  const written = isBare ? [...headers, ID_HEADER] : [ID_HEADER];
  await update(
    connection,
    spreadsheetId,
    [
      ...(idAt >= columnCount
        ? [{ appendDimension: { sheetId, dimension: 'COLUMNS', length: idAt + 1 - columnCount } }]
        : []),
      { updateCells: { start, rows: [{ values: written.map(cell) }], fields: 'userEnteredValue' } },
      {
        updateDimensionProperties: {
          range: { sheetId, dimension: 'COLUMNS', startIndex: idAt, endIndex: idAt + 1 },
          properties: { hiddenByUser: true },
          fields: 'hiddenByUser',
        },
      },
    ],
    // twice it is the same
    true,
  );
  sheet.headers = [...headers, ID_HEADER];
  return idAt;
}

async function idsIn(
  connection: Connection,
  spreadsheetId: string,
  { name }: Sheet,
  idAt: number,
): Promise<string[]> {
  const column = letterOf(idAt);
  const values = await valuesOf(connection, spreadsheetId, `${quoted(name)}!${column}:${column}`);
  return values.flatMap(([id]) => (typeof id === 'string' ? id : []));
}

/** The rows of a range, as they are shown. */
async function valuesOf({ call }: Connection, spreadsheetId: string, range: string): Promise<unknown[][]> {
  const path = `/spreadsheets/${encodeURIComponent(spreadsheetId)}/values/${encodeURIComponent(range)}`;
  return (await call({ base, path, limit: 'sheetReads' })).json(valuesSchema).values;
}

async function update(
  { call }: Connection,
  spreadsheetId: string,
  requests: readonly object[],
  isRepeatable = false,
): Promise<void> {
  const path = `/spreadsheets/${encodeURIComponent(spreadsheetId)}:batchUpdate`;
  await call({ method: 'POST', base, path, json: { requests }, isRepeatable, limit: 'sheetWrites' });
}

/** As it is, whatever it begins with: never read as a formula. */
const cell = (value: Cell) => ({
  userEnteredValue:
    typeof value === 'number'
      ? { numberValue: value }
      : typeof value === 'boolean'
        ? { boolValue: value }
        : { stringValue: value },
});

const at = (headers: readonly string[], name: string) =>
  headers.findIndex((header) => fold(header) === fold(name));
const quoted = (name: string) => `'${name.replaceAll("'", "''")}'`;

/** 0 is A, 26 is AA. */
function letterOf(index: number): string {
  const rest = Math.floor(index / 26);
  return `${rest > 0 ? letterOf(rest - 1) : ''}${String.fromCharCode(65 + (index % 26))}`;
}
