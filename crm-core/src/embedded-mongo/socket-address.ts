import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { USER } from './auth/scram.ts';

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

const LOOPBACK = '127.0.0.1';

export const isLoopback = (host: string) => host === LOOPBACK || host === '::1' || host === 'localhost';

/** A Unix socket in the data directory; a port on Windows or when one is asked for. */
export function socketAddress({
  dataDir,
  port,
  host = LOOPBACK,
}: {
  dataDir: string;
  port?: number | undefined;
  host?: string | undefined;
}): SocketAddress {
  if (port !== undefined || process.platform === 'win32') {
    return { listen: { host, port: port ?? 0 }, protect: () => {}, remove: () => {} };
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

/** The connection string of a bound address, with the password that it asks for. */
export function uriOf(
  address: string | { address: string; port: number } | null,
  password: string | undefined,
): string {
  const options = password === undefined ? '' : '&authSource=admin';
  const user = password === undefined ? '' : `${USER}:${encodeURIComponent(password)}@`;
  return `mongodb://${user}${hostOf(address)}/clianta?directConnection=true${options}`;
}

/** All interfaces are reached by the loopback one. */
function hostOf(address: Parameters<typeof uriOf>[0]): string {
  if (typeof address === 'string') return encodeURIComponent(address);
  const host = address?.address ?? LOOPBACK;
  const named = host === '0.0.0.0' || host === '::' ? LOOPBACK : host;
  return `${named.includes(':') ? `[${named}]` : named}:${address?.port}`;
}
