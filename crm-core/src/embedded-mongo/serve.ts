import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { credentialsOf } from './auth/scram.ts';
import type { Session } from './auth/session.ts';
import type { ServerState } from './commands/command.ts';
import { dispatch } from './commands/dispatch.ts';
import { Cursors } from './cursors.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { type BuildProgress, IndexBuilds } from './index-builds.ts';
import { isLoopback, type SocketAddress, socketAddress, uriOf } from './socket-address.ts';
import { openFile } from './storage/open-file.ts';
import { startTtlSweep } from './ttl-sweep.ts';
import { serveConnection } from './wire/connection.ts';

export interface ServeOptions {
  /** Made when missing, readable by its owner only. */
  dataDir: string;
  /** A TCP port, 0 for any free one; without it a Unix socket in `dataDir` that only its owner may use. */
  port?: number | undefined;
  /** Where the port is. Default 127.0.0.1. */
  host?: string | undefined;
  /** Of the user `clianta`, by SCRAM-SHA-256. On a port without one, a random one is made and named in the `uri`. */
  password?: string | undefined;
  /** True: a loopback port without a password, for every user of this machine. */
  isOpen?: boolean | undefined;
  /** How often expired documents are looked for. Default 60 000, as MongoDB. */
  ttlIntervalMs?: number | undefined;
  /** Told now and then how far an index is that takes its time. */
  onIndexBuild?: ((progress: BuildProgress) => void) | undefined;
}

export interface Server {
  uri: string;
  /** Lets running commands finish, closes the file, gives the directory back. */
  stop(): Promise<void>;
}

/** In the data directory. */
export const DATABASE_FILE = 'clianta.mdb';

/**
 * Opens the database and serves it from the calling thread.
 *
 * @throws Error for a port without a password on another address than the loopback one
 */
export async function serve(options: ServeOptions): Promise<Server> {
  const unlock = lockDataDir(options.dataDir);
  try {
    return await listen(options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function listen(options: ServeOptions, unlock: () => void): Promise<Server> {
  const { store, catalog } = openFile(join(options.dataDir, DATABASE_FILE));
  const cursors = new Cursors();
  const builds = new IndexBuilds(store, catalog, options.onIndexBuild);
  await builds.discardUnfinished();
  const address = socketAddress(options);
  const password = passwordOf(options, address);
  const state: ServerState = {
    store,
    catalog,
    cursors,
    builds,
    startedAt: new Date(),
    now: () => new Date(),
    credentials: password === undefined ? undefined : credentialsOf(password),
  };
  let lastConnectionId = 0;
  const sockets = new Set<Socket>();
  const running = new Set<Promise<unknown>>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    const session: Session = { connectionId: ++lastConnectionId, isSignedIn: false };
    serveConnection(socket, (request) => {
      const answer = dispatch(request, session, state);
      running.add(answer);
      void answer.finally(() => running.delete(answer));
      return answer;
    });
  });
  server.listen(address.listen);
  await once(server, 'listening');
  address.protect();
  const stopSweep = startTtlSweep(state, options.ttlIntervalMs ?? 60_000);
  return {
    uri: uriOf(server.address(), password),
    async stop() {
      builds.stop();
      await stopSweep();
      server.close();
      await Promise.all(running);
      for (const socket of sockets) socket.destroy();
      await store.close();
      address.remove();
      unlock();
    },
  };
}

/** Undefined where none is asked for: on the private socket, or on a loopback port that is to be open. */
function passwordOf({ password, isOpen }: ServeOptions, { listen }: SocketAddress): string | undefined {
  if ('path' in listen) return undefined;
  if (!isOpen) return password ?? randomBytes(24).toString('base64url');
  if (isLoopback(listen.host)) return undefined;
  throw new Error(`The database cannot listen on ${listen.host} without a password.`);
}
