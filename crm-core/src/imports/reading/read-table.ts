import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import iconv from 'iconv-lite';
import { CliantaError, InvalidError } from '../../errors.ts';
import { type Delimiter, guessDelimiter } from './guess-delimiter.ts';
import { type Encoding, guessEncoding } from './guess-encoding.ts';

/** The most that one import takes. */
const MOST_COLUMNS = 200;
const MOST_ROWS = 1_000_000;
/** What encoding and delimiter are guessed from, in bytes. */
const BEGINNING = 64 * 1024;
/** A longer row has lost its quotation mark. */
const MOST_ROW_BYTES = 1024 * 1024;

/** How a text is to be read; what is left out is guessed. */
export interface TextForm {
  encoding: Encoding;
  delimiter: Delimiter;
}

export interface TableRow {
  /** From 1, without the row of the headers and empty ones. */
  row: number;
  cells: string[];
  /** Why it cannot be taken as it is. */
  problem?: string;
}

export interface Table {
  form: TextForm;
  headers: string[];
  /** Each once, in order. @throws InvalidError over 1,000,000 rows, or where a quotation never ends */
  rows: AsyncIterable<TableRow>;
}

/**
 * Reads a CSV text as it comes. Rows of another width than the headers' are told of, not mended: nobody knows which cell is
 * missing.
 *
 * @throws InvalidError for one without headers, or with over 200 columns
 */
export async function readTable(content: Readable, given: Partial<TextForm> = {}): Promise<Table> {
  const chunks = content[Symbol.asyncIterator]();
  const beginning = await takeBeginning(chunks);
  const encoding = given.encoding ?? guessEncoding(beginning.subarray(0, BEGINNING));
  const text = iconv.decode(Buffer.from(beginning), encoding);
  const delimiter = given.delimiter ?? guessDelimiter(lastLineOff(text, beginning.length >= BEGINNING));
  const parser = parse({
    delimiter,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MOST_ROW_BYTES,
  });
  void feed(parser, decoded(beginning, chunks, encoding));
  const records = parser[Symbol.asyncIterator]() as AsyncIterator<string[]>;
  const headers = (await readNext(records)) ?? [];
  if (headers.every((header) => header.trim() === ''))
    throw new InvalidError('The file is empty: its first row must name the columns.');
  if (headers.length > MOST_COLUMNS)
    throw new InvalidError(
      `The file has ${headers.length} columns; I take at most ${MOST_COLUMNS}. Leave out what is not needed.`,
    );
  const width = headers.length;
  return {
    form: { encoding, delimiter },
    headers: headers.map((header) => header.trim()),
    rows: rowsOf(records, width),
  };
}

async function* rowsOf(records: AsyncIterator<string[]>, width: number): AsyncGenerator<TableRow> {
  for (let row = 1; ; row++) {
    const cells = await readNext(records);
    if (!cells) return;
    if (row > MOST_ROWS) throw new InvalidError(`The file has more than ${MOST_ROWS} rows. Cut it in parts.`);
    const tooMany = cells.length > width && cells.slice(width).some((cell) => cell.trim() !== '');
    const problem =
      tooMany || cells.length < width
        ? `It has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'} where ${width} columns are named.`
        : undefined;
    yield { row, cells, ...(problem && { problem }) };
  }
}

async function readNext(records: AsyncIterator<string[]>): Promise<string[] | undefined> {
  try {
    const { value, done } = await records.next();
    return done ? undefined : value;
  } catch (error) {
    if (error instanceof CliantaError) throw error;
    const line = error instanceof Error && 'lines' in error ? ` near line ${String(error.lines)}` : '';
    throw new InvalidError(`The table cannot be read${line}: a quotation mark is opened and never closed.`);
  }
}

async function takeBeginning(chunks: AsyncIterator<unknown>): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  while (bytes < BEGINNING) {
    const { value, done } = await chunks.next();
    if (done) break;
    const part = Buffer.from(value as Uint8Array);
    parts.push(part);
    bytes += part.length;
  }
  return Buffer.concat(parts);
}

async function* decoded(
  beginning: Buffer,
  chunks: AsyncIterator<unknown>,
  encoding: Encoding,
): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding);
  yield decoder.write(beginning);
  for (;;) {
    const { value, done } = await chunks.next();
    if (done) break;
    yield decoder.write(Buffer.from(value as Uint8Array));
  }
  yield decoder.end() ?? '';
}

/** Writes no faster than rows are taken. */
async function feed(parser: ReturnType<typeof parse>, texts: AsyncIterable<string>): Promise<void> {
  try {
    for await (const text of texts) {
      if (parser.destroyed) return;
      if (!parser.write(text))
        await new Promise((resolve) => {
          parser.once('drain', resolve);
          parser.once('close', resolve);
        });
    }
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

/** A line that is cut off has fewer cells than it should. */
const lastLineOff = (text: string, isCut: boolean): string =>
  isCut ? text.slice(0, Math.max(text.lastIndexOf('\n'), 1)) : text;
