import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Claims the data directory for this process; two servers on one directory would not know of each other's cursors and
 * caches.
 *
 * @returns gives the directory back
 * @throws Error that names the other process and what to do
 */
export function lockDataDir(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  if (process.platform !== 'win32') chmodSync(dataDir, 0o700);
  const path = join(dataDir, 'server.lock');
  for (;;) {
    try {
      const file = openSync(path, 'wx', 0o600);
      writeSync(file, `${process.pid} ${startOf(process.pid) ?? ''}\n`);
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
      const owner = ownerOf(path);
      if (owner !== undefined) {
        throw new Error(
          `The database in ${dataDir} is in use by process ${owner}. Stop that process (it may be another "npm start"), choose another data directory, or set MONGODB_URI to share one server.`,
        );
      }
      rmSync(path, { force: true });
    }
  }
}

/** The process that holds the lock, if it still runs. */
function ownerOf(path: string): number | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
  const [pid = Number.NaN, start] = text.trim().split(' ').map(Number);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (isCode(error, 'ESRCH')) return undefined;
  }
  // after a reboot or in a container another process may have got the same number
  const actualStart = startOf(pid);
  return start && actualStart && start !== actualStart ? undefined : pid;
}

/** When a process was started, in clock ticks since boot; only Linux tells. */
function startOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return undefined;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
