import { mkdirSync, rmSync, statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import {
  type EmbeddedMongo,
  startEmbeddedMongo,
} from '@clianta/crm-core/embedded-mongo/start-embedded-mongo';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { message, OP_MSG, opMsg, opQuery, RawClient, sequence } from './raw-client.ts';
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
    server = await startEmbeddedMongo({ dataDir, port: 0, isOpen: true });
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
    server = await startEmbeddedMongo({ dataDir, port: 0, isOpen: true });
    const { port } = new URL(server.uri);
    const socket = createConnection({ host: '127.0.0.1', port: Number(port) });
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.write(Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'));
    await closed;
    expect(await ping(server.uri)).toBe(1);
  });
});

describe('a message on the wire', () => {
  let client: RawClient;
  beforeEach(async () => {
    server = await startEmbeddedMongo({ dataDir, port: 0, isOpen: true });
    client = new RawClient(Number(new URL(server.uri).port));
  });
  afterEach(() => client.close());
  const isAlive = async () => expect(await client.ask(opMsg({ ping: 1 }))).toEqual({ ok: 1 });
  const documentOf = (type: number, value: Buffer) => {
    const length = Buffer.alloc(4);
    const content = Buffer.concat([Buffer.from([type]), Buffer.from('a\0'), value, Buffer.from([0])]);
    length.writeInt32LE(4 + content.length);
    return Buffer.concat([length, content]);
  };

  it.each([0, 1, 4, -1, -2_000_000_000, 2_000_000_000])(
    'with a document of the length %i is refused and does not hold the server up',
    async (size) => {
      const length = Buffer.alloc(16);
      length.writeInt32LE(size);
      const answer = await client.ask(opMsg({ insert: 'x' }, [sequence('documents', length)]));
      expect(answer).toMatchObject({ ok: 0, code: 9 });
      await isAlive();
    },
  );

  it.each([
    ['a string of negative length', documentOf(2, Buffer.from([0xf6, 0xff, 0xff, 0xff, 0]))],
    ['a string that does not end', documentOf(2, Buffer.from([2, 0, 0, 0, 0x61, 0x61]))],
    ['a document that is longer than its parent', documentOf(3, Buffer.from([99, 0, 0, 0, 0]))],
    ['a broken document within a document', documentOf(3, documentOf(2, Buffer.from([9, 0, 0, 0, 0])))],
    ['a type that BSON does not have', documentOf(0x42, Buffer.alloc(4))],
    ['binary data of negative length', documentOf(5, Buffer.from([0xff, 0xff, 0xff, 0xff, 0]))],
    ['a regular expression that does not end', documentOf(11, Buffer.from([0x61, 0x61]))],
  ])(
    'with %s is refused, in a section and in the command, and leaves nothing behind',
    async (_what, broken) => {
      const asSection = await client.ask(opMsg({ insert: 'x' }, [sequence('documents', broken)]));
      expect(asSection).toMatchObject({ n: 0, writeErrors: [{ index: 0, code: 22 }] });
      const whole = opMsg({ insert: 'x', documents: [{ a: 'to be replaced' }] });
      const good = documentOf(
        2,
        Buffer.concat([Buffer.from([15, 0, 0, 0]), Buffer.from('to be replaced\0')]),
      );
      const at = whole.indexOf(good);
      expect(at).toBeGreaterThan(0);
      broken.copy(whole, at + 4, 4, Math.min(broken.length, good.length));
      expect(await client.ask(whole)).not.toMatchObject({ n: 1 });
      expect(await client.ask(opMsg({ find: 'x' }))).toMatchObject({ cursor: { firstBatch: [] } });
    },
  );

  it('is refused when its checksum is wrong, and answered when it is right', async () => {
    const body = Buffer.from(opMsg({ ping: 1 }, [], 1));
    // CRC-32C of these very bytes is worked out bit by bit here
    const checksumOf = (bytes: Buffer) => {
      let crc = 0xffffffff;
      for (const byte of bytes) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
      }
      return ~crc >>> 0;
    };
    expect(checksumOf(Buffer.from('123456789'))).toBe(0xe3069283);
    const end = Buffer.alloc(4);
    body.writeInt32LE(body.length + 4, 0);
    end.writeUInt32LE(checksumOf(body));
    expect(await client.ask(Buffer.concat([body, end]))).toEqual({ ok: 1 });
    end.writeUInt32LE(1);
    expect(await client.ask(Buffer.concat([body, end]))).toBe('closed');
  });

  it('of the old protocol is answered for the handshake only', async () => {
    expect(await client.ask(opQuery({ isMaster: 1 }))).toMatchObject({ ok: 1, ismaster: true });
    expect(await client.ask(opQuery({ find: 'x' }))).toMatchObject({ ok: 0, code: 352 });
  });

  it.each([
    ['an unknown kind', message(2005, Buffer.alloc(20)), { ok: 0, code: 115 }],
    ['compression that was not agreed on', message(2012, Buffer.alloc(20)), { ok: 0, code: 115 }],
    ['no command', message(OP_MSG, Buffer.alloc(4)), { ok: 0, code: 9 }],
    ['nothing at all', message(OP_MSG, Buffer.alloc(0)), { ok: 0, code: 9 }],
    ['flags that must be understood', opMsg({ ping: 1 }, [], 8), { ok: 0, code: 9 }],
    ['two bodies', opMsg({ ping: 1 }, [opMsg({ ping: 1 }).subarray(20)]), { ok: 0, code: 40430 }],
  ])('of %s gets an error and the connection goes on', async (_what, bytes, expected) => {
    expect(await client.ask(bytes)).toMatchObject(expected);
    await isAlive();
  });

  it.each([15, 0, -1, 48_000_001])('that says it is %i bytes long ends the connection', async (size) => {
    const bytes = opMsg({ ping: 1 });
    bytes.writeInt32LE(size, 0);
    expect(await client.ask(bytes)).toBe('closed');
  });

  it('may arrive byte by byte, or many at once', async () => {
    const bytes = opMsg({ ping: 1 });
    for (const byte of bytes.subarray(0, -1)) client.socket.write(Buffer.from([byte]));
    expect(await client.ask(bytes.subarray(-1))).toEqual({ ok: 1 });
    const many = Buffer.concat(Array.from({ length: 50 }, () => bytes));
    expect(await client.ask(many)).toEqual({ ok: 1 });
    for (let i = 1; i < 50; i++) expect(await client.ask(Buffer.alloc(0))).toEqual({ ok: 1 });
  });

  it('is still worked on when its sender has closed its half', async () => {
    client.socket.end(opMsg({ insert: 'half', documents: [{ _id: 1 }] }));
    await expect
      .poll(async () => {
        const other = new RawClient(Number(new URL(server?.uri ?? '').port));
        const answer = await other.ask(opMsg({ count: 'half' }));
        other.close();
        return answer;
      })
      .toMatchObject({ n: 1 });
  });
});

it('serves 200 connections at the same time', async () => {
  server = await startEmbeddedMongo({ dataDir });
  const client = await MongoClient.connect(server.uri, { maxPoolSize: 200, minPoolSize: 200 });
  const things = client.db().collection<{ _id: number }>('things');
  await Promise.all(Array.from({ length: 400 }, (_, _id) => things.insertOne({ _id })));
  const found = await Promise.all(Array.from({ length: 400 }, (_, _id) => things.findOne({ _id })));
  expect(found.map((one) => one?._id)).toEqual(Array.from({ length: 400 }, (_, i) => i));
  await client.close();
});
