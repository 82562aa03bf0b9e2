import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { answersPing } from './redis-ping.ts';

/** Linux allows 107 bytes for the path of a socket, macOS 103. */
const MAX_SOCKET_PATH = 100;
/** How long a server that lost its owner may take to write its file and end. */
const ENDS_MS = 5_000;

const SOCKET = 'redis.sock';
/** Says where the socket is when it is not in the folder itself. */
const ELSEWHERE = 'socket-folder';
const ELSEWHERE_PREFIX = 'clianta-redis-';

/**
 * Makes the folder of a private Redis, and finds a place for its socket where nobody else can put one: in the folder, or
 * where its path is too long or others may write to it, in a temporary folder of our own with a random name.
 */
export function socketPathIn(dir: string): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (isOurs(lstatSync(dir))) chmodSync(dir, 0o700);
  const near = join(dir, SOCKET);
  if (Buffer.byteLength(near) <= MAX_SOCKET_PATH && isPrivate(dir)) return near;
  const known = folderElsewhere(dir);
  if (known) return join(known, SOCKET);
  const made = mkdtempSync(join(tmpdir(), ELSEWHERE_PREFIX));
  writeFileSync(join(dir, ELSEWHERE), made, { mode: 0o600 });
  return join(made, SOCKET);
}

/** Takes away the temporary folder of the socket, if it has one. */
export function removeSocketFolder(dir: string, socket: string): void {
  const folder = dirname(socket);
  if (folder === dir || !basename(folder).startsWith(ELSEWHERE_PREFIX)) return;
  rmSync(folder, { recursive: true, force: true });
  rmSync(join(dir, ELSEWHERE), { force: true });
}

/** What another process of ours has noted; anything that a stranger may have made is passed over. */
function folderElsewhere(dir: string): string | undefined {
  try {
    const folder = readFileSync(join(dir, ELSEWHERE), 'utf8');
    return basename(folder).startsWith(ELSEWHERE_PREFIX) && isPrivate(folder) ? folder : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the folder is this user's, no link, and closed to all others. */
function isPrivate(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && isOurs(found) && (found.mode & 0o077) === 0;
}

/** Whether what is at the socket's path was put there by this user, and is no link to somebody else's. */
function isOwnSocket(socket: string): boolean {
  const found = lstatSync(socket, { throwIfNoEntry: false });
  return found?.isSocket() === true && isOurs(found);
}

const isOurs = ({ uid }: { uid: number }) => uid === process.getuid?.();

/**
 * Whether a living Clianta runs a server on this folder. One that was left behind by a killed process is about to
 * stop by itself; two servers on one append-only file would spoil it, so this waits until it is gone.
 */
export async function isTaken(dir: string, socket: string): Promise<boolean> {
  const owner = pidIn(join(dir, 'owner.pid'));
  const answers = async () => isOwnSocket(socket) && (await answersPing(socket));
  const isOwned = async () => owner !== undefined && isAlive(owner) && (await answers());
  if (await isOwned()) {
    // an owner that is being killed just now has its server for a moment longer
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (await isOwned()) return true;
  }
  const server = pidIn(join(dir, 'redis.pid'));
  const until = Date.now() + ENDS_MS;
  const isUp = async () => (await answers()) || (server !== undefined && isServer(server));
  while (Date.now() < until && (await isUp())) await new Promise((resolve) => setTimeout(resolve, 50));
  return answers();
}

function pidIn(file: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process is a Redis; after a restart of the machine the id may be anyone's. */
function isServer(pid: number): boolean {
  try {
    return /redis|valkey/.test(readFileSync(`/proc/${pid}/comm`, 'utf8'));
  } catch {
    return process.platform !== 'linux' && isAlive(pid);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // a dead process that its parent has not asked about yet is still listed, in state Z
    return process.platform !== 'linux' || !/\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
