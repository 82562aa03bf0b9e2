import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import writeSheets from 'write-excel-file/node';
import { isSheet, unpackSheet } from './unpack-sheet.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clianta-sheet-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const text = (value: string) => ({ value, type: String });

it('unpacks a sheet as it is: leading zeros and days stay what they are', async () => {
  const from = join(folder, 'people.xlsx');
  const day = { value: new Date(Date.UTC(2026, 10, 3)), type: Date, format: 'yyyy-mm-dd' };
  await writeSheets([
    { sheet: 'Notes', data: [[text('nothing')]] },
    {
      sheet: 'People',
      data: [
        [text('Name'), text('Code'), text('Since'), text('Score')],
        [text('Ada, "the" first'), text('0042'), day, { value: 12.5, type: Number }],
      ],
    },
  ]).toFile(from);
  const to = join(folder, 'people.csv');
  expect(await unpackSheet(from, to, 'people')).toEqual({ sheet: 'People', sheets: ['Notes', 'People'] });
  expect(await readFile(to, 'utf8')).toBe(
    'Name,Code,Since,Score\n"Ada, ""the"" first",0042,2026-11-03,12.5\n',
  );
  await expect(unpackSheet(from, to, 'Deals')).rejects.toThrow('it has Notes, People');
});

it('says in words what it cannot read', async () => {
  const damaged = join(folder, 'damaged.xlsx');
  await writeFile(damaged, 'PK\u0003\u0004 and nothing more');
  await expect(unpackSheet(damaged, join(folder, 'out.csv'))).rejects.toThrow('no Excel sheet');
  expect(() => isSheet(Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]))).toThrow('password');
  expect(isSheet(Buffer.from('Name,Mail'))).toBe(false);
});
