import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** `sockaddr_un` holds 104 (macOS) to 108 (Linux) bytes with the end mark. */
const MAX_PATH_BYTES = 103;

export interface SocketAddress {
  /** What `server.listen` takes. */
  listen: { path: string } | { host: string; port: number };
  /** Restricts a bound socket to its owner. */
  protect(): void;
  /** Removes what is left of the socket. */
  remove(): void;
}

/** A Unix socket in the data directory; a loopback port on Windows or when one is asked for. */
export function socketAddress(dataDir: string, port: number | undefined): SocketAddress {
  if (port !== undefined || process.platform === 'win32') {
    return { listen: { host: '127.0.0.1', port: port ?? 0 }, protect: () => {}, remove: () => {} };
  }
  const near = join(dataDir, 'mongo.sock');
  const isNear = Buffer.byteLength(near) <= MAX_PATH_BYTES;
  const directory = isNear ? undefined : mkdtempSync(join(tmpdir(), 'clianta-db-'));
  const path = directory ? join(directory, 'mongo.sock') : near;
  // the lock on the directory is held: a socket that is there was left by a process that is gone
  rmSync(path, { force: true });
  return {
    listen: { path },
    protect: () => chmodSync(path, 0o600),
    remove: () => {
      rmSync(path, { force: true });
      if (directory) rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** The connection string of a bound address. */
export function uriOf(address: string | { port: number } | null): string {
  const host = typeof address === 'string' ? encodeURIComponent(address) : `127.0.0.1:${address?.port}`;
  return `mongodb://${host}/clianta?directConnection=true`;
}
