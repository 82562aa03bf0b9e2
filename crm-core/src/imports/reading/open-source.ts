import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { isSheet, unpackSheet } from './unpack-sheet.ts';

/** Enough to tell a sheet from a text, in bytes. */
const SIGNATURE = 8;

/** A file that is to be imported: of a sheet, also the CSV that it was unpacked into. */
export interface Source {
  name: string;
  /** Where the text of the table is. */
  textId: string;
  sheet?: string;
  sheets?: string[];
  outside?: string;
}

/** Finds out what a file is and unpacks a sheet. @throws InvalidError in words for what cannot be read */
export async function openSource(
  crm: CrmCore,
  scope: Scope,
  fileId: string,
  sheet?: string,
): Promise<Source> {
  const { file, stream } = await crm.files.open(scope, fileId, { start: 0, end: SIGNATURE - 1 });
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  const own = { name: file.name, ...(file.outside && { outside: file.outside }) };
  if (!isSheet(Buffer.concat(parts))) return { ...own, textId: fileId };
  const folder = await mkdtemp(join(tmpdir(), 'clianta-import-'));
  try {
    const [from, to] = [join(folder, 'sheet.xlsx'), join(folder, 'sheet.csv')];
    await pipeline((await crm.files.open(scope, fileId)).stream, createWriteStream(from));
    const unpacked = await unpackSheet(from, to, sheet);
    const text = await crm.files.save(scope, {
      name: `${file.name.replace(/\.\w+$/, '')}.csv`,
      stream: createReadStream(to),
    });
    return { ...own, textId: text.id, ...unpacked };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
