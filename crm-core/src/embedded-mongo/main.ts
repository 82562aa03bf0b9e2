import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backUp, restore, verifyDatabase, verifyFile } from './maintenance.ts';
import { type ServeOptions, serve } from './serve.ts';

/** `npm run db -- [--data-dir .data, or DATA_DIR]` and what to do; without a word, it serves until it is interrupted. */
const USAGE = `npm run db                       serves the embedded database
npm run db -- verify [FILE]      reads all of it, or of a backup, and says what is wrong
npm run db -- backup FILE        copies it, also while it is in use
npm run db -- restore FILE       puts a backup in its place; the former one is kept beside it
Options: --data-dir FOLDER    or DATA_DIR; default .data
         --port NUMBER        serves on a port instead of a private socket, to the user "clianta" with the
                              password in CLIANTA_DB_PASSWORD; --host ADDRESS, default 127.0.0.1
         --no-password        lets every user of this machine in; on the loopback address only`;
const LEAST_PASSWORD = 12;

const say = (text: string) => process.stdout.write(`${text}\n`);
/** As the person who typed it means it: npm runs every script in the project's folder. */
const fileNamed = (name: string) => resolve(process.env.INIT_CWD ?? '.', name);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'data-dir': { type: 'string', default: process.env.DATA_DIR || '.data' },
      port: { type: 'string' },
      host: { type: 'string' },
      'no-password': { type: 'boolean', default: false },
    },
  });
  const dataDir = resolve(values['data-dir'], 'db');
  const [task, file, ...more] = positionals;
  if (more.length > 0) throw new Error(USAGE);
  if (task === undefined) return serveUntilStopped(listenOptions(dataDir, values));
  if (task === 'verify') return verify(dataDir, file);
  if (file === undefined || (task !== 'backup' && task !== 'restore')) throw new Error(USAGE);
  if (task === 'backup') {
    await backUp(dataDir, fileNamed(file));
    say(`The database was copied to ${fileNamed(file)}.`);
    return;
  }
  const former = await restore(dataDir, fileNamed(file));
  say(`The database is now that of ${fileNamed(file)}.${former ? ` The former one is ${former}.` : ''}`);
}

async function verify(dataDir: string, file: string | undefined): Promise<void> {
  const found = await (file === undefined ? verifyDatabase(dataDir) : verifyFile(fileNamed(file)));
  for (const error of found.errors) say(error);
  say(`${found.records} records in ${found.collections} collections, ${found.errors.length} faults`);
  if (found.errors.length > 0) process.exitCode = 1;
}

interface Listen {
  port?: string | undefined;
  host?: string | undefined;
  'no-password': boolean;
}

/** @throws Error for a port without a password, unless that is asked for */
function listenOptions(dataDir: string, { port, host, 'no-password': isOpen }: Listen): ServeOptions {
  if (port === undefined) {
    if (host === undefined && !isOpen) return { dataDir };
    throw new Error('--host and --no-password are about a port: add --port NUMBER.');
  }
  const password = process.env.CLIANTA_DB_PASSWORD;
  if (!isOpen && (password?.length ?? 0) < LEAST_PASSWORD) {
    throw new Error(
      `On a port the database needs a password: set CLIANTA_DB_PASSWORD to at least ${LEAST_PASSWORD} characters. For tools on this machine alone there is --no-password.`,
    );
  }
  return { dataDir, port: Number(port), host, password, isOpen };
}

async function serveUntilStopped(options: ServeOptions): Promise<void> {
  const server = await serve({
    ...options,
    onIndexBuild: ({ collection, indexes, done, records }) =>
      say(`${indexes.length} indexes of ${collection}: ${done} of ${records} records`),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await server.stop();
      process.exit(0);
    });
  }
  // who may connect knows the password
  say(server.uri.replace(/:[^:@/]*@/, '@'));
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
