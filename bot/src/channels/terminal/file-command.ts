import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, resolve } from 'node:path';
import { InvalidError } from '@clianta/crm-core/errors';
import type { IncomingFile } from '../../channel.ts';

/** `/file <path> what to do with it`; a path with blanks stands in quotes. */
const COMMAND = /^\/file\s+(?:"([^"]+)"|'([^']+)'|(\S+))\s*(.*)$/is;

/**
 * What a line of the terminal says, with the file that it sends along.
 *
 * @throws InvalidError when there is no such file
 */
export async function readLine(line: string): Promise<{ text: string; files?: readonly IncomingFile[] }> {
  const trimmed = line.trim();
  if (/^\/file$/i.test(trimmed))
    throw new InvalidError('Say which: /file <path>, and after it what to do with it.');
  const [, double, single, bare, text = ''] = COMMAND.exec(trimmed) ?? [];
  const path = double ?? single ?? bare;
  if (path === undefined) return { text: line };
  const whole = resolve(path.replace(/^~(?=\/|$)/, homedir()));
  const found = await stat(whole).catch(() => undefined);
  if (!found?.isFile()) throw new InvalidError(`There is no file ${path}.`);
  return { text, files: [{ name: basename(whole), size: found.size, read: () => readFile(whole) }] };
}
