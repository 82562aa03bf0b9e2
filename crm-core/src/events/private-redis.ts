import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { UpstreamError } from '../errors.ts';
import { logger } from '../logger.ts';
import { isTaken, removeSocketFolder, socketPathIn } from './private-redis-folder.ts';
import { answersPing } from './redis-ping.ts';

export interface PrivateRedisOptions {
  /** Its files are in `<dataDir>/redis`. */
  dataDir: string;
  /** `everysec` (default) can lose the last second when the machine fails. */
  appendFsync?: 'always' | 'everysec';
  /** Where to look for the binary. Default the PATH of this process. */
  path?: string;
}

export interface PrivateRedis {
  /** The path of its unix socket; `connectRedis` takes it. */
  url: string;
  binary: string;
  /** Undefined when the server belongs to another Clianta on the same DATA_DIR. */
  pid: number | undefined;
  stop(): Promise<void>;
}

const BINARIES = ['redis-server', 'valkey-server'];
const START_MS = 15_000;
const STOP_MS = 5_000;

/**
 * The shell becomes the server (exec); beside it waits a reader of our pipe. The pipe ends when this process does,
 * even by kill -9, and then the reader stops the server.
 */
const DIES_WITH_PARENT = `
exec 3<&0
( cat <&3 >/dev/null; kill -TERM $$ 2>/dev/null ) >/dev/null 2>&1 &
exec "$@" 3<&- </dev/null`;

/**
 * Starts a Redis of our own: append-only file, unix socket that only this user may open, no eviction.
 *
 * @returns undefined when there is no redis-server or valkey-server on the PATH (or no unix sockets: Windows)
 * @throws UpstreamError when the server does not come up
 */
export async function startPrivateRedis(options: PrivateRedisOptions): Promise<PrivateRedis | undefined> {
  const binary = findBinary(options.path ?? process.env.PATH ?? '');
  if (!binary || process.platform === 'win32') return undefined;
  const dir = resolve(options.dataDir, 'redis');
  const socket = socketPathIn(dir);
  const name = binary.name;
  if (await isTaken(dir, socket)) return { url: socket, binary: name, pid: undefined, stop: async () => {} };
  rmSync(socket, { force: true });
  writeFileSync(join(dir, 'owner.pid'), String(process.pid));
  const args = serverArguments(dir, socket, options.appendFsync ?? 'everysec');
  const child = spawn('/bin/sh', ['-c', DIES_WITH_PARENT, 'sh', binary.file, ...args], {
    // a group of its own: Ctrl-C reaches us first, and we stop it when the queue has drained
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.once('error', (error) => logger.error({ err: error }, 'the private Redis could not be run'));
  child.stdin?.on('error', () => {});
  void exited.then(() => child.stdin?.destroy());
  await untilReady(child, dir, socket);
  child.unref();
  return {
    url: socket,
    binary: name,
    pid: child.pid,
    stop: () => stop(child, exited).then(() => removeSocketFolder(dir, socket)),
  };
}

function serverArguments(dir: string, socket: string, appendFsync: string): string[] {
  const settings: Record<string, string> = {
    port: '0',
    unixsocket: socket,
    unixsocketperm: '700',
    dir,
    pidfile: join(dir, 'redis.pid'),
    logfile: join(dir, 'redis.log'),
    loglevel: 'warning',
    appendonly: 'yes',
    appendfsync: appendFsync,
    save: '',
    'maxmemory-policy': 'noeviction',
    databases: '1',
    daemonize: 'no',
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
}

function findBinary(path: string): { name: string; file: string } | undefined {
  for (const name of BINARIES) {
    for (const folder of path.split(delimiter).filter(Boolean)) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return { name, file: join(folder, name) };
      } catch {
        // not in this folder
      }
    }
  }
  return undefined;
}

async function untilReady(child: ChildProcess, dir: string, socket: string): Promise<void> {
  const until = Date.now() + START_MS;
  while (!(await answersPing(socket))) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > until) {
      child.kill('SIGKILL');
      throw new UpstreamError(`The private Redis did not start. ${lastLines(join(dir, 'redis.log'))}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, 'utf8').slice(-1_000).trim();
  } catch {
    return `It left no ${file}.`;
  }
}

async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => {
    logger.warn('the private Redis did not stop in time and was killed');
    child.kill('SIGKILL');
  }, STOP_MS);
  await exited;
  clearTimeout(timer);
}
