import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answersPing } from './redis-ping.ts';

/** Linux allows 107 bytes for the path of a socket, macOS 103. */
const MAX_SOCKET_PATH = 100;
/** How long a server that lost its owner may take to write its file and end. */
const ENDS_MS = 5_000;

export function socketPathIn(dir: string): string {
  const path = join(dir, 'redis.sock');
  if (Buffer.byteLength(path) <= MAX_SOCKET_PATH) return path;
  return join(tmpdir(), `clianta-${createHash('sha256').update(dir).digest('hex').slice(0, 16)}.sock`);
}

/**
 * Whether a living Clianta runs a server on this folder. One that was left behind by a killed process is about to
 * stop by itself; two servers on one append-only file would spoil it, so this waits until it is gone.
 */
export async function isTaken(dir: string, socket: string): Promise<boolean> {
  const owner = pidIn(join(dir, 'owner.pid'));
  const isOwned = async () => owner !== undefined && isAlive(owner) && (await answersPing(socket));
  if (await isOwned()) {
    // an owner that is being killed just now has its server for a moment longer
    await new Promise((resolve) => setTimeout(resolve, 300));
    if (await isOwned()) return true;
  }
  const server = pidIn(join(dir, 'redis.pid'));
  const until = Date.now() + ENDS_MS;
  const isUp = async () => (await answersPing(socket)) || (server !== undefined && isServer(server));
  while (Date.now() < until && (await isUp())) await new Promise((resolve) => setTimeout(resolve, 50));
  return answersPing(socket);
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
