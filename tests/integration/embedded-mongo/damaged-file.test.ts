import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp, restore, verifyDatabase, verifyFile } from '@clianta/crm-core/embedded-mongo/maintenance';
import { startEmbeddedMongo } from '@clianta/crm-core/embedded-mongo/start-embedded-mongo';
import { MongoClient } from 'mongodb';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { program } from '../../support/program.ts';
import { randomFrom } from '../../support/random.ts';
import { temporaryDir } from './test-database.ts';

const PAGE = 4096;

let dataDir: string;
let file: string;
/** 1,500 documents with an index, after deletions. */
let filled: Buffer;
beforeAll(async () => {
  dataDir = temporaryDir();
  await serving(async (client) => {
    const things = client.db().collection<{ _id: number; text: string }>('things');
    await things.createIndex({ text: 1 });
    await things.insertMany(
      Array.from({ length: 2_000 }, (_, _id) => ({
        _id,
        text: `${_id} ${'x'.repeat(_id % 100 ? 80 : 9_000)}`,
      })),
    );
    await things.deleteMany({ _id: { $lt: 500 } });
  });
  filled = readFileSync(join(dataDir, 'clianta.mdb'));
  rmSync(dataDir, { recursive: true });
});
beforeEach(() => {
  dataDir = temporaryDir();
  file = join(dataDir, 'clianta.mdb');
  writeFileSync(file, filled);
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Runs with a client of a server on the folder. */
async function serving<T>(work: (client: MongoClient) => Promise<T>): Promise<T> {
  const server = await startEmbeddedMongo({ dataDir });
  const client = await MongoClient.connect(server.uri);
  try {
    return await work(client);
  } finally {
    await client.close();
    await server.stop();
  }
}

describe.skipIf(process.env.MONGODB_URI)('a database file', () => {
  it.each<[string, (whole: Buffer) => Buffer]>([
    ['of no length', () => Buffer.alloc(0)],
    ['of another kind', () => Buffer.from('name,email\nAda,ada@x.example\n'.repeat(1_000))],
    ['cut in half', (whole) => whole.subarray(0, whole.length / 2)],
    ['with a broken head', (whole) => Buffer.concat([Buffer.alloc(PAGE, 7), whole.subarray(PAGE)])],
    [
      'with a broken second head',
      (whole) => Buffer.concat([whole.subarray(0, PAGE), Buffer.alloc(PAGE, 7), whole.subarray(2 * PAGE)]),
    ],
    [
      'full of zeros',
      (whole) => Buffer.concat([whole.subarray(0, 2 * PAGE), Buffer.alloc(whole.length - 2 * PAGE)]),
    ],
  ])('%s is refused by name, with what to do, and left as it is', async (_, damage) => {
    const damaged = damage(readFileSync(file));
    writeFileSync(file, damaged);
    await expect(startEmbeddedMongo({ dataDir })).rejects.toThrow(
      new RegExp(`${file} .*npm run db -- restore FILE`),
    );
    expect(readFileSync(file).equals(damaged)).toBe(true);
  });

  it('never takes the process down, wherever it is damaged', async () => {
    const whole = readFileSync(file);
    const random = randomFrom(7);
    const folder = join(dataDir, 'damaged');
    mkdirSync(folder);
    const paths = Array.from({ length: 80 }, (_, n) => {
      const bytes = Buffer.from(whole);
      const page = 2 + Math.floor(random() * (whole.length / PAGE - 2));
      const length = n % 2 === 0 ? PAGE : 1 + Math.floor(random() * 64);
      const at = page * PAGE + Math.floor(random() * (PAGE - length));
      for (let i = 0; i < length; i++) bytes[at + i] = Math.floor(random() * 256);
      const path = join(folder, `${n}.mdb`);
      writeFileSync(path, bytes);
      return path;
    });
    const { status, signal, stdout } = spawnSync(process.execPath, [program('scan-databases'), ...paths], {
      encoding: 'utf8',
    });
    expect({ status, signal }).toEqual({ status: 0, signal: null });
    const outcomes = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(outcomes).toHaveLength(80);
    expect(outcomes.filter(({ refused }) => refused).length).toBeGreaterThan(10);
  });

  it('is copied while it is in use, and put back after it was damaged', async () => {
    const backup = join(dataDir, 'backups', 'monday.mdb');
    await serving(async (client) => {
      const things = client.db().collection<{ _id: number; text: string }>('things');
      const writing = Array.from({ length: 50 }, (_, n) =>
        things.insertOne({ _id: 10_000 + n, text: 'new' }),
      );
      await backUp(dataDir, backup);
      await Promise.all(writing);
      expect(await verifyDatabase(dataDir)).toEqual({ collections: 1, records: 1_550, errors: [] });
      await expect(backUp(dataDir, backup)).rejects.toThrow('is there already');
      await expect(restore(dataDir, backup)).rejects.toThrow('is in use by process');
    });
    const { records, errors } = await verifyFile(backup);
    expect(errors).toEqual([]);
    expect(records).toBeGreaterThanOrEqual(1_500);
    writeFileSync(file, 'damaged');
    const former = await restore(dataDir, backup);
    expect(readFileSync(former as string, 'utf8')).toBe('damaged');
    await serving(async (client) => {
      expect(await client.db().collection('things').countDocuments()).toBe(records);
    });
    expect(readdirSync(join(dataDir, 'backups'))).toEqual(['monday.mdb']);
  });

  it('that is not there, or is a folder, is said to be so', async () => {
    await expect(verifyFile('/nope')).rejects.toThrow('There is no file /nope.');
    await expect(verifyFile(tmpdir())).rejects.toThrow(`${tmpdir()} is no file.`);
  });

  it('is not replaced by a backup with faults', async () => {
    const backup = join(dataDir, 'faulty.mdb');
    copyFileSync(file, backup);
    const whole = readFileSync(file);
    writeFileSync(backup, whole.subarray(0, whole.length - 40 * PAGE));
    await expect(restore(dataDir, backup)).rejects.toThrow('is cut off');
    // a text that says it is longer than its record
    const text = Buffer.concat([Buffer.from('text\0'), Buffer.from([86, 0, 0, 0]), Buffer.from('1999 x')]);
    for (let at = whole.indexOf(text); at >= 0; at = whole.indexOf(text))
      whole.writeInt32LE(1_000_000, at + 5);
    writeFileSync(backup, whole);
    const { errors } = await verifyFile(backup);
    expect(errors.join()).toContain('cannot be read');
    await expect(restore(dataDir, backup)).rejects.toThrow('has faults and was not used');
    await serving(async (client) => {
      expect(await client.db().collection('things').countDocuments()).toBe(1_500);
    });
    expect(existsSync(`${file}.next`)).toBe(false);
  });

  it('cannot be made where nothing can be written, and the error says where', async () => {
    writeFileSync(file, 'a file');
    const inFile = join(file, 'db');
    await expect(startEmbeddedMongo({ dataDir: inFile })).rejects.toMatchObject({
      code: 'ENOTDIR',
      path: inFile,
    });
  });
});
