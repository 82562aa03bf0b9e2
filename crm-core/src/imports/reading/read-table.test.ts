import { Readable } from 'node:stream';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readTable, type TableRow } from './read-table.ts';

const table = async (content: Buffer | string, given = {}) => {
  const bytes = Buffer.from(content as string);
  // in odd pieces, as a network delivers them
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, at) =>
    bytes.subarray(at * 7, at * 7 + 7),
  );
  const { rows, ...rest } = await readTable(Readable.from(pieces), given);
  const read: TableRow[] = [];
  for await (const row of rows) read.push(row);
  return { ...rest, rows: read };
};

describe('reading a table', () => {
  it.each([
    ['UTF-8', 'utf8', {}],
    ['UTF-8 with a mark', 'utf8', { addBOM: true }],
    ['UTF-16 with a mark', 'utf16le', { addBOM: true }],
    ['UTF-16 without one', 'utf16le', {}],
    ['big-endian UTF-16', 'utf16be', { addBOM: true }],
    ['Windows-1252', 'windows-1252', {}],
  ])('finds out that it is %s', async (_, encoding, options) => {
    const text = 'Name;Ort\r\nJürgen Groß;Köln\r\nZoë;Besançon\r\nMüller, Söhne;Düren\r\n';
    const read = await table(iconv.encode(text, encoding, options));
    expect(read.form).toEqual({ encoding, delimiter: ';' });
    expect(read.headers).toEqual(['Name', 'Ort']);
    expect(read.rows.map(({ cells }) => cells[0])).toEqual(['Jürgen Groß', 'Zoë', 'Müller, Söhne']);
  });

  it('guesses what stands between the cells, also where headers have commas in them', async () => {
    const commas = await table('"Last, first",Mail\n"Doe, Jane",j@x.example\n');
    expect([commas.form.delimiter, commas.headers]).toEqual([',', ['Last, first', 'Mail']]);
    const tabs = await table('A\tB, C\tD\n1\t2,5\t3\n');
    expect([tabs.form.delimiter, tabs.headers]).toEqual(['\t', ['A', 'B, C', 'D']]);
    const said = await table('A;B,C\n1;2,3\n', { delimiter: ',' });
    expect(said.headers).toEqual(['A;B', 'C']);
  });

  it('tells of rows of another width, and of no empty ones', async () => {
    const { rows } = await table('A,B,C\n1,2,3\n\n1,2\n1,2,3,4\n1,2,3,\n');
    expect(rows.map(({ row, problem }) => [row, problem])).toEqual([
      [1, undefined],
      [2, 'It has 2 cells where 3 columns are named.'],
      [3, 'It has 4 cells where 3 columns are named.'],
      [4, undefined],
    ]);
  });

  it('refuses what is empty, too wide, or has a quotation that never ends', async () => {
    await expect(table('')).rejects.toThrow('The file is empty');
    await expect(table(Array.from({ length: 201 }, (_, at) => `c${at}`).join(','))).rejects.toThrow(
      '201 columns',
    );
    await expect(table('A,B\n"never,closed\n')).rejects.toThrow('never closed');
  });
});
