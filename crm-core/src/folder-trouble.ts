import { accessSync, constants, statfsSync } from 'node:fs';

/** With less left than one large document takes, the next write may fail. */
const FULL_BELOW_BYTES = 32 * 1024 * 1024;

/** What of `statfsSync` is read: blocks that are free, and bytes of a block. */
type StatFs = (folder: string) => { bavail: number; bsize: number };

/** Whether the disk that holds the folder takes no more than a few documents. */
export function isDiskFull(folder: string, stat: StatFs = statfsSync): boolean {
  const { bavail, bsize } = stat(folder);
  return bavail * bsize <= FULL_BELOW_BYTES;
}

/** In a sentence, why nothing more can be written to the folder; undefined while it can. */
export function folderTrouble(folder: string, stat?: StatFs): string | undefined {
  try {
    accessSync(folder, constants.W_OK);
    return isDiskFull(folder, stat) ? `The disk that holds ${folder} is full: make room.` : undefined;
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return `The folder ${folder} cannot be written to (${why}): it is missing, read-only or another user's.`;
  }
}
