import { mkdirSync, rmSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import {
  type EmbeddedMongo,
  startEmbeddedMongo,
} from '@clianta/crm-core/embedded-mongo/start-embedded-mongo';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { temporaryDir } from './test-database.ts';

const isPosix = process.platform !== 'win32';
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

const pathOf = (uri: string) => decodeURIComponent(uri.slice('mongodb://'.length, uri.indexOf('/clianta')));

async function ping(uri: string): Promise<unknown> {
  const client = await MongoClient.connect(uri, { serverSelectionTimeoutMS: 2_000 });
  try {
    return (await client.db().command({ ping: 1 })).ok;
  } finally {
    await client.close();
  }
}

describe('the embedded server', () => {
  it.runIf(isPosix)('listens on a socket in the data directory that only its owner can use', async () => {
    server = await startEmbeddedMongo({ dataDir });
    const path = pathOf(server.uri);
    expect(path).toBe(join(dataDir, 'mongo.sock'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dataDir).mode & 0o777).toBe(0o700);
    expect(await ping(server.uri)).toBe(1);
  });

  it.runIf(isPosix)(
    'moves the socket to a private directory when its path is too long for the system',
    async () => {
      const deep = join(dataDir, 'x'.repeat(60), 'y'.repeat(60));
      mkdirSync(deep, { recursive: true });
      server = await startEmbeddedMongo({ dataDir: deep });
      const path = pathOf(server.uri);
      expect(path.startsWith(dataDir)).toBe(false);
      expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
      expect(await ping(server.uri)).toBe(1);
      await server.stop();
      expect(() => statSync(join(path, '..'))).toThrow();
    },
  );

  it('listens on a loopback port when one is given', async () => {
    server = await startEmbeddedMongo({ dataDir, port: 0 });
    expect(server.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/clianta\?directConnection=true$/);
    expect(await ping(server.uri)).toBe(1);
  });

  it('can be stopped twice and keeps its data for the next start', async () => {
    const first = await startEmbeddedMongo({ dataDir });
    const client = await MongoClient.connect(first.uri);
    await client.db().collection('notes').insertOne({ text: 'kept' });
    await client.close();
    await Promise.all([first.stop(), first.stop()]);
    server = await startEmbeddedMongo({ dataDir });
    const again = await MongoClient.connect(server.uri);
    expect(await again.db().collection('notes').countDocuments({ text: 'kept' })).toBe(1);
    await again.close();
  });

  it('drops a connection that sends nonsense and goes on serving the others', async () => {
    server = await startEmbeddedMongo({ dataDir, port: 0 });
    const { port } = new URL(server.uri);
    const socket = createConnection({ host: '127.0.0.1', port: Number(port) });
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));
    await closed;
    expect(await ping(server.uri)).toBe(1);
  });
});
