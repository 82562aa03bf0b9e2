import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { backUp, restore, verifyDatabase, verifyFile } from './maintenance.ts';
import { serve } from './serve.ts';

/** `npm run db -- [--data-dir .data, or DATA_DIR]` and what to do; without a word, it serves until it is interrupted. */
const USAGE = `npm run db                       serves the embedded database
npm run db -- verify [FILE]      reads all of it, or of a backup, and says what is wrong
npm run db -- backup FILE        copies it, also while it is in use
npm run db -- restore FILE       puts a backup in its place; the former one is kept beside it
Options: --data-dir FOLDER (or DATA_DIR; default .data), --port NUMBER`;

const say = (text: string) => process.stdout.write(`${text}\n`);
/** As the person who typed it means it: npm runs every script in the project's folder. */
const fileNamed = (name: string) => resolve(process.env.INIT_CWD ?? '.', name);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'data-dir': { type: 'string', default: process.env.DATA_DIR || '.data' },
      port: { type: 'string' },
    },
  });
  const dataDir = resolve(values['data-dir'], 'db');
  const [task, file, ...more] = positionals;
  if (more.length > 0) throw new Error(USAGE);
  if (task === undefined) return serveUntilStopped(dataDir, values.port);
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

async function serveUntilStopped(dataDir: string, port: string | undefined): Promise<void> {
  const server = await serve({ dataDir, port: port === undefined ? undefined : Number(port) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, async () => {
      await server.stop();
      process.exit(0);
    });
  }
  say(server.uri);
}

await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
