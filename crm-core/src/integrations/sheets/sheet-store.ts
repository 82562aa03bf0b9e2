import type { Connection } from '../layer/define-integration.ts';

export type Cell = string | number | boolean;

/** A row that is added, once for its id. */
export interface SheetRow {
  /** Names what it was added for; it is there at most once. */
  id: string;
  /** By the header of the column. */
  cells: Readonly<Record<string, Cell>>;
}

/** Spreadsheets at a vendor; the first sheet of each, whose first row has the headers. */
export interface SheetStore {
  /** @throws RefusedError where it is not there, or the account may not see it */
  describe(connection: Connection, spreadsheetId: string): Promise<{ title: string; headers: string[] }>;
  /**
   * Adds rows below what is there. Text stays text: nothing becomes a formula.
   *
   * @param columns - headers that have to be there; in a sheet without any they are written
   * @throws InvalidError for a header that is missing
   */
  append(
    connection: Connection,
    spreadsheetId: string,
    columns: readonly string[],
    rows: readonly SheetRow[],
  ): Promise<{ title: string; added: number }>;
  /**
   * Removes rows by their ids, and changes what the other rows say that were added from here. Rows of others are left alone.
   *
   * @param change - of the text of a cell
   * @returns how many rows that came to; 0 where the spreadsheet is not there any more
   */
  redact(
    connection: Connection,
    spreadsheetId: string,
    ids: ReadonlySet<string>,
    change: (text: string) => string,
  ): Promise<number>;
}

/** What the rows of a spreadsheet are called in a link. */
const ROWS = 'row:';
export const rowsIn = (spreadsheetId: string): string => `${ROWS}${spreadsheetId}`;
export const spreadsheetOf = (object: string): string | undefined =>
  object.startsWith(ROWS) ? object.slice(ROWS.length) : undefined;

/** Of "https://docs.google.com/spreadsheets/d/1AbC/edit#gid=0" it is `1AbC`; an id is one already. */
export function spreadsheetIdIn(text: string): string | undefined {
  return /\/spreadsheets\/d\/([\w-]{10,})/.exec(text)?.[1];
}
