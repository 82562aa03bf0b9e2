import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { ServerState } from './commands/command.ts';
import { dispatch } from './commands/dispatch.ts';
import { Cursors } from './cursors.ts';
import { lockDataDir } from './data-dir-lock.ts';
import { socketAddress, uriOf } from './socket-address.ts';
import { openFile } from './storage/open-file.ts';
import { startTtlSweep } from './ttl-sweep.ts';
import { serveConnection } from './wire/connection.ts';

export interface ServeOptions {
  dataDir: string;
  /** A loopback TCP port, 0 for any free one; without it a Unix socket in `dataDir`. */
  port?: number | undefined;
  /** How often expired documents are looked for. Default 60 000, as MongoDB. */
  ttlIntervalMs?: number | undefined;
}

export interface Server {
  uri: string;
  /** Lets running commands finish, closes the file, gives the directory back. */
  stop(): Promise<void>;
}

/** In the data directory. */
export const DATABASE_FILE = 'clianta.mdb';

/** Opens the database and serves it from the calling thread. */
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
  const state: ServerState = { store, catalog, cursors, startedAt: new Date(), now: () => new Date() };
  const address = socketAddress(options.dataDir, options.port);
  const sockets = new Set<Socket>();
  const running = new Set<Promise<unknown>>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serveConnection(socket, (request, connectionId) => {
      const answer = dispatch(request, connectionId, state);
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
    uri: uriOf(server.address()),
    async stop() {
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
