import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedMongo } from '@clianta/crm-core/embedded-mongo/start-embedded-mongo';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { program } from '../../support/program.ts';
import { temporaryDir } from './test-database.ts';

const WRITES = 10_000;
const PARALLEL = 50;

let dataDir: string;
beforeEach(() => {
  dataDir = temporaryDir();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/**
 * The server as a process of its own, which can be killed.
 *
 * @param blocks - the longest file that it may write, in units of 512 or 1024 bytes as the shell has it
 */
async function startProcess(blocks?: number): Promise<{ process: ChildProcess; uri: string }> {
  const command = [process.execPath, program('db'), '--data-dir', dataDir];
  const limited = ['-c', `ulimit -f ${blocks} && exec "$@"`, 'sh', ...command];
  const child = spawn(
    blocks === undefined ? process.execPath : 'sh',
    blocks === undefined ? command.slice(1) : limited,
    { stdio: ['ignore', 'pipe', blocks === undefined ? 'inherit' : 'ignore'] },
  );
  const [line] = await once(child.stdout, 'data');
  return { process: child, uri: String(line).trim() };
}

describe.skipIf(process.env.MONGODB_URI)('an acknowledged write', () => {
  it('survives kill -9 in the middle of 10,000 writes, with indexes that agree with the documents', async () => {
    const server = await startProcess();
    const client = await MongoClient.connect(server.uri, { serverSelectionTimeoutMS: 2_000 });
    const contacts = client
      .db()
      .collection<{ _id: number; email: string; n: number; tags: string[] }>('contacts');
    await contacts.createIndex({ email: 1 }, { unique: true });
    await contacts.createIndex({ n: 1, tags: 1 });
    const acknowledged = new Set<number>();
    const updated = new Set<number>();
    let next = 0;
    let isKilled = false;
    const work = async () => {
      while (next < WRITES && !isKilled) {
        const id = next++;
        try {
          await contacts.insertOne({
            _id: id,
            email: `p${id}@example.com`,
            n: id % 97,
            tags: ['a', `t${id % 7}`],
          });
          acknowledged.add(id);
          if (id % 3 === 0) {
            await contacts.updateOne({ _id: id }, { $set: { n: 1000 + id }, $push: { tags: 'late' } });
            updated.add(id);
          }
        } catch {
          return;
        }
        if (!isKilled && acknowledged.size >= WRITES / 2) {
          isKilled = true;
          server.process.kill('SIGKILL');
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    await client.close(true);
    expect(acknowledged.size).toBeGreaterThanOrEqual(WRITES / 2);
    expect(acknowledged.size).toBeLessThan(WRITES);

    const again = await startEmbeddedMongo({ dataDir: join(dataDir, 'db') });
    const reader = await MongoClient.connect(again.uri);
    try {
      const stored = reader
        .db()
        .collection<{ _id: number; email: string; n: number; tags: string[] }>('contacts');
      const documents = await stored.find().toArray();
      const byId = new Map(documents.map((document) => [document._id, document]));
      expect([...acknowledged].filter((id) => !byId.has(id))).toEqual([]);
      expect([...updated].filter((id) => byId.get(id)?.n !== 1000 + id)).toEqual([]);
      // every document through every index, and nothing else in them
      const viaEmail = await stored
        .find({ email: { $gte: '' } })
        .hint('email_1')
        .toArray();
      expect(viaEmail.length).toBe(documents.length);
      const viaCompound = await stored
        .find({ n: { $gte: 0 } })
        .hint('n_1_tags_1')
        .toArray();
      expect(new Set(viaCompound.map(({ _id }) => _id)).size).toBe(documents.length);
      for (const { _id, email, n, tags } of documents.slice(-200)) {
        expect(await stored.findOne({ email })).toMatchObject({ _id });
        expect(await stored.countDocuments({ n, tags: tags.at(-1) ?? '', _id })).toBe(1);
      }
      expect(await reader.db().command({ validate: 'contacts' })).toMatchObject({
        valid: true,
        nrecords: documents.length,
      });
      // the unique index still refuses
      await expect(
        stored.insertOne({ _id: -1, email: 'p0@example.com', n: 0, tags: [] }),
      ).rejects.toMatchObject({
        code: 11000,
      });
    } finally {
      await reader.close();
      await again.stop();
    }
  });
});

describe.skipIf(process.env.MONGODB_URI)('the data directory', () => {
  it('serves one process only and tells the second what to do', async () => {
    const server = await startEmbeddedMongo({ dataDir });
    await expect(startEmbeddedMongo({ dataDir })).rejects.toThrow(/in use by process \d+.*MONGODB_URI/);
    await server.stop();
    const next = await startEmbeddedMongo({ dataDir });
    await next.stop();
  });

  it('is taken over, socket and lock, from a process that was killed', async () => {
    const first = await startProcess();
    first.process.kill('SIGKILL');
    await once(first.process, 'exit');
    const second = await startEmbeddedMongo({ dataDir: join(dataDir, 'db') });
    const client = await MongoClient.connect(second.uri);
    expect(await client.db().command({ ping: 1 })).toMatchObject({ ok: 1 });
    await client.close();
    await second.stop();
  });

  it('goes to exactly one of several processes that start at once after a crash', async () => {
    const crashed = await startProcess();
    crashed.process.kill('SIGKILL');
    await once(crashed.process, 'exit');
    const command = [program('db'), '--data-dir', dataDir];
    const starts = Array.from({ length: 4 }, () =>
      spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'ignore'] }),
    );
    const outcomes = await Promise.all(
      starts.map((child) =>
        Promise.race([
          once(child.stdout, 'data').then(() => 'serves'),
          once(child, 'exit').then(() => 'refused'),
        ]),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'serves')).toHaveLength(1);
    for (const child of starts) child.kill('SIGKILL');
  });

  it('stops cleanly on SIGTERM', async () => {
    const server = await startProcess();
    server.process.kill('SIGTERM');
    const [code] = await once(server.process, 'exit');
    expect(code).toBe(0);
  });
});

describe.skipIf(process.env.MONGODB_URI || process.platform === 'win32')('a disk that takes no more', () => {
  it('refuses the write, keeps what was acknowledged, and goes on with what needs no room', async () => {
    const server = await startProcess(8_000);
    const client = await MongoClient.connect(server.uri);
    const things = client.db().collection<{ _id: number; n: number; text?: string }>('things');
    await things.createIndex({ n: 1 });
    const insert = (n: number) => things.insertOne({ _id: n, n, text: 'x'.repeat(50_000) });
    let stored = 0;
    await expect(
      (async () => {
        for (; stored < 1_000; stored++) await insert(stored);
      })(),
    ).rejects.toMatchObject({ code: expect.any(Number) });
    expect(stored).toBeGreaterThan(10);
    const refused = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => insert(2_000 + i)));
    expect(refused.every(({ status }) => status === 'rejected')).toBe(true);
    expect(await things.countDocuments()).toBe(stored);
    expect(await things.findOne({ n: 3 })).toMatchObject({ _id: 3 });
    expect(await things.deleteMany({ n: { $lt: 5 } })).toMatchObject({ deletedCount: 5 });
    await client.close();
    server.process.kill('SIGKILL');
    await once(server.process, 'exit');

    const again = await startEmbeddedMongo({ dataDir: join(dataDir, 'db') });
    const reader = await MongoClient.connect(again.uri);
    expect(await reader.db().command({ validate: 'things' })).toMatchObject({
      valid: true,
      nrecords: stored - 5,
    });
    await reader.db().collection('things').insertOne({ n: 1 });
    await reader.close();
    await again.stop();
  });
});
