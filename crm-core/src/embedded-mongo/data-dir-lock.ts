import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const LOCK_FILE = 'server.lock';

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
  const path = join(dataDir, LOCK_FILE);
  const own = join(dataDir, `${LOCK_FILE}.${process.pid}.${randomBytes(4).toString('hex')}`);
  writeFileSync(own, `${process.pid} ${startOf(process.pid) ?? ''}\n`, { mode: 0o600 });
  try {
    claim(path, own, dataDir);
  } finally {
    rmSync(own, { force: true });
  }
  return () => rmSync(path, { force: true });
}

/** The process that serves the data directory now, if there is one. */
export function serverOf(dataDir: string): number | undefined {
  return ownerOf(join(dataDir, LOCK_FILE));
}

/** A link appears with all that is in it, so that nobody ever reads half a lock. */
function claim(path: string, own: string, dataDir: string): void {
  for (;;) {
    try {
      linkAs(own, path);
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    const owner = ownerOf(path);
    if (owner !== undefined) {
      throw new Error(
        `The database in ${dataDir} is in use by process ${owner}. Stop that process (it may be another "npm start"), choose another data directory, or set MONGODB_URI to share one server.`,
      );
    }
    removeStale(path, `${own}.stale`);
  }
}

/** Some file systems know no links; there a copy has to do. */
function linkAs(own: string, path: string): void {
  try {
    linkSync(own, path);
  } catch (error) {
    if (isCode(error, 'EEXIST')) throw error;
    copyFileSync(own, path, constants.COPYFILE_EXCL);
  }
}

/** Only one of several processes gets hold of what is there; if that is not stale any more, it is put back. */
function removeStale(path: string, aside: string): void {
  try {
    renameSync(path, aside);
    if (ownerOf(aside) !== undefined) linkAs(aside, path);
  } catch (error) {
    if (!isCode(error, 'ENOENT') && !isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(aside, { force: true });
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
