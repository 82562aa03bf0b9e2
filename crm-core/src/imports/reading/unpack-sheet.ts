import { Worker } from 'node:worker_threads';
import { InvalidError } from '../../errors.ts';

/** What unpacking may take; what needs more is refused in words. */
const MOST_MEMORY_MB = 512;
const MOST_MS = 120_000;

const ZIP = [0x50, 0x4b];
/** Excel before 2007, and everything that a password protects. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];

export interface UnpackedSheet {
  sheet: string;
  sheets: string[];
}

/** Whether a file is a sheet of Excel, by its first bytes. @throws InvalidError for what no program but Excel reads */
export function isSheet(beginning: Uint8Array): boolean {
  const begins = (bytes: readonly number[]) => bytes.every((byte, at) => beginning[at] === byte);
  if (begins(COMPOUND))
    throw new InvalidError(
      'This is a sheet of an old Excel (.xls), or one that a password protects. Save it as .xlsx without a password, or as CSV.',
    );
  return begins(ZIP);
}

/**
 * Unpacks one sheet into a CSV file (UTF-8, commas), in a thread of its own whose memory is limited: a few bytes of a packed
 * file can become gigabytes. Dates become `2026-12-31`, numbers keep all their digits, what is text stays text.
 *
 * Sheets are read by read-excel-file and written by write-excel-file: both are kept, in wide use, and small. hucre streams but is
 * young; exceljs has not been kept for years and misreads shared formulas; xlsx is no longer published where npm finds it.
 *
 * @param from - the file, as a path
 * @param to - where the CSV goes, as a path
 * @throws InvalidError naming what is wrong with it
 */
export async function unpackSheet(from: string, to: string, sheet?: string): Promise<UnpackedSheet> {
  const worker = new Worker(new URL('./unpack-sheet-worker.mjs', import.meta.url), {
    workerData: { from, to, sheet },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEMORY_MB },
  });
  const timer = setTimeout(() => void worker.terminate(), MOST_MS);
  try {
    return await new Promise<UnpackedSheet>((resolve, reject) => {
      worker.once('message', (answer: UnpackedSheet | { problem: string }) =>
        'problem' in answer ? reject(new InvalidError(answer.problem)) : resolve(answer),
      );
      worker.once('error', () => reject(tooBig()));
      worker.once('exit', () => reject(tooBig()));
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

const tooBig = () =>
  new InvalidError('This sheet is too big to be unpacked here. Save it as CSV, or cut it in parts.');
