import { mkdtempSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
/** The databases of a whole run are a fraction of this. */
const ENOUGH_BYTES = 4 * 2 ** 30;

/**
 * A new folder for a database that goes away: in memory where there is enough, as each write is answered when it is on disk,
 * which is most of what a test waits for. What is killed finds its files there as well.
 */
export const aDataFolder = (name: string): string =>
  mkdtempSync(join(hasMemory() ? MEMORY : tmpdir(), `clianta-${name}-`));

function hasMemory(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return Math.min(bavail * bsize, freemem()) >= ENOUGH_BYTES;
  } catch {
    // not every system has it
    return false;
  }
}
