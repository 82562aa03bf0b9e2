import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@clianta/crm-core/database';
import {
  type EmbeddedMongo,
  startEmbeddedMongo,
} from '@clianta/crm-core/embedded-mongo/start-embedded-mongo';
import { MongoClient, type MongoClientOptions } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { program } from '../../support/program.ts';
import { opMsg, RawClient } from './raw-client.ts';
import { temporaryDir } from './test-database.ts';

const PASSWORD = 'pässword, with = and @';

let dataDir: string;
let server: EmbeddedMongo | undefined;
beforeEach(() => {
  dataDir = temporaryDir();
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

async function count(uri: string, options: MongoClientOptions = {}): Promise<number> {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 2_000, ...options });
  try {
    await client.connect();
    return await client.db().collection('things').countDocuments();
  } finally {
    await client.close();
  }
}
const without = (uri: string) => uri.replace(/\/\/.*@/, '//').replace('&authSource=admin', '');

describe('the embedded database on a port', () => {
  it('lets in who knows the password, by the official driver', async () => {
    server = await startEmbeddedMongo({ dataDir, port: 0, password: PASSWORD });
    expect(await count(server.uri)).toBe(0);
    const open = without(server.uri);
    const auth = (username: string, password: string) => ({
      auth: { username, password },
      authSource: 'admin',
    });
    expect(await count(open, auth('clianta', PASSWORD))).toBe(0);
    expect(await count(open, { ...auth('clianta', PASSWORD), authMechanism: 'SCRAM-SHA-256' })).toBe(0);
    const refused = { code: 18 };
    await expect(count(open, auth('clianta', 'wrong'))).rejects.toMatchObject(refused);
    await expect(count(open, auth('admin', PASSWORD))).rejects.toMatchObject({ ok: 0 });
    await expect(
      count(open, { ...auth('somebody', PASSWORD), authMechanism: 'SCRAM-SHA-256' }),
    ).rejects.toMatchObject(refused);
    await expect(count(open)).rejects.toMatchObject({ code: 13 });
  });

  it('answers nothing but the handshake before the sign-in', async () => {
    server = await startEmbeddedMongo({ dataDir, port: 0 });
    const client = new RawClient(Number(new URL(server.uri.replace('mongodb:', 'http:')).port));
    for (const name of ['find', 'insert', 'drop', 'listDatabases', 'serverStatus', 'getMore', 'nothing']) {
      expect(await client.ask(opMsg({ [name]: 1 })), name).toMatchObject({ ok: 0, code: 13 });
    }
    expect(await client.ask(opMsg({ hello: 1 }))).toMatchObject({ ok: 1 });
    expect(await client.ask(opMsg({ saslContinue: 1, payload: '' }))).toMatchObject({ ok: 0, code: 17 });
    const payload = Buffer.from('n,,n=clianta,r=abc').toString('base64');
    const first = await client.ask(opMsg({ saslStart: 1, mechanism: 'SCRAM-SHA-256', payload }));
    expect(first).toMatchObject({ ok: 1, done: false });
    for (const proof of ['', `c=biws,r=abc,p=${'A'.repeat(43)}=`]) {
      const final = Buffer.from(proof).toString('base64');
      expect(await client.ask(opMsg({ saslContinue: 1, payload: final }))).toMatchObject({ ok: 0 });
    }
    expect(await client.ask(opMsg({ find: 'things' }))).toMatchObject({ ok: 0, code: 13 });
    client.close();
  });

  it('makes up a password where none is given, and has none only on the loopback address', async () => {
    server = await startEmbeddedMongo({ dataDir, port: 0 });
    expect(server.uri).toMatch(/^mongodb:\/\/clianta:[\w-]{32}@127\.0\.0\.1:\d+\//);
    expect(await count(server.uri)).toBe(0);
    const database = await openDatabase({ uri: server.uri, dataDir: '' });
    expect(await database.connection.db?.command({ ping: 1 })).toMatchObject({ ok: 1 });
    await database.stop();
    await server.stop();
    server = await startEmbeddedMongo({ dataDir, port: 0, isOpen: true });
    expect(await count(server.uri)).toBe(0);
    await server.stop();
    server = undefined;
    const [other = '0.0.0.0'] = Object.values(networkInterfaces()).flatMap((addresses) =>
      (addresses ?? [])
        .filter(({ internal, family }) => !internal && family === 'IPv4')
        .map((one) => one.address),
    );
    for (const host of ['0.0.0.0', other]) {
      await expect(startEmbeddedMongo({ dataDir, port: 0, host, isOpen: true })).rejects.toThrow(
        `cannot listen on ${host} without a password`,
      );
    }
  });

  it('is not started by its command without a password, unless that is asked for', async () => {
    const run = (args: string[], env: Record<string, string> = {}) => {
      const child = spawn(process.execPath, [program('db'), '--data-dir', dataDir, ...args], {
        env: { ...process.env, ...env },
      });
      const output = Promise.race([
        once(child.stdout, 'data').then(([chunk]) => String(chunk)),
        once(child.stderr, 'data').then(([chunk]) => String(chunk)),
      ]);
      return output.finally(async () => {
        if (child.exitCode !== null) return;
        child.kill('SIGTERM');
        await once(child, 'exit');
      });
    };
    expect(await run(['--port', '0'])).toMatch(/set CLIANTA_DB_PASSWORD to at least 12/);
    expect(await run(['--port', '0'], { CLIANTA_DB_PASSWORD: 'short' })).toMatch(/at least 12 characters/);
    expect(await run(['--port', '0', '--host', '0.0.0.0', '--no-password'])).toMatch(/without a password/);
    expect(await run(['--port', '0', '--no-password'])).toMatch(/^mongodb:\/\/127\.0\.0\.1:/);
    expect(await run(['--port', '0'], { CLIANTA_DB_PASSWORD: 'a long password' })).toMatch(
      /^mongodb:\/\/clianta@127\.0\.0\.1:/,
    );
    expect(await run([])).toContain(encodeURIComponent(join(dataDir, 'db', 'mongo.sock')));
  });
});
