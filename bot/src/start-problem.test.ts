import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@clianta/crm-core/database';
import { expect, it } from 'vitest';
import { startProblem } from './start-problem.ts';

const failure = (work: () => Promise<unknown>): Promise<unknown> =>
  work().then(
    () => undefined,
    (error) => error,
  );
const listening = (port: number, host: string) =>
  failure(
    () =>
      new Promise((_, reject) => {
        const server = createServer().once('error', reject);
        server.listen(port, host, () => server.close(() => reject(new Error('it listens'))));
      }),
  );

it('names the port that is taken', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const error = await listening(port, '127.0.0.1');
  other.close();
  expect(startProblem(error, { PORT: String(port) })).toMatch(`Port ${port} is in use.`);
});

it('names an address that is not of this machine', async () => {
  for (const HOST of ['192.0.2.1', 'no-such-host.invalid'])
    expect(startProblem(await listening(0, HOST), { HOST })).toMatch(
      /^HOST is .*, which is no address of this machine/,
    );
});

it('says why the data directory cannot be used', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'clianta-start-'));
  const file = join(dir, 'file');
  writeFileSync(file, '');
  const error = await failure(() => openDatabase({ dataDir: file }));
  expect(startProblem(error, { DATA_DIR: file })).toMatch(/^DATA_DIR is .*: a part of the path is a file\./);
  rmSync(dir, { recursive: true });
});

it('says that the database does not answer, and which variable names it', async () => {
  const MONGODB_URI = 'mongodb://127.0.0.1:1/x?serverSelectionTimeoutMS=100';
  const error = await failure(() => openDatabase({ uri: MONGODB_URI, dataDir: '' }));
  expect(startProblem(error, { MONGODB_URI })).toMatch(/^The database that MONGODB_URI names .*ECONNREFUSED/);
});

it('leaves other words as they are', () => {
  expect(startProblem(new Error('Something else.'), {})).toBe('Something else.');
});
