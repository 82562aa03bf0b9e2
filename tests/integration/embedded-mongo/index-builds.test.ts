import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildProgress } from '@clianta/crm-core/embedded-mongo/index-builds';
import { backUp, restore, verifyDatabase } from '@clianta/crm-core/embedded-mongo/maintenance';
import { startEmbeddedMongo } from '@clianta/crm-core/embedded-mongo/start-embedded-mongo';
import { type Document, MongoClient } from 'mongodb';
import { expect, test } from 'vitest';
import { temporaryDir } from './test-database.ts';

/** Takes many slices. */
const RECORDS = 5_000;
const WORDS = Array.from({ length: 12 }, (_, at) => `word${at}`);

const it = test
  .extend('dataDir', () => temporaryDir())
  .extend('told', (): BuildProgress[] => [])
  .extend('server', async ({ dataDir, told }, { onCleanup }) => {
    const server = await startEmbeddedMongo({ dataDir, onIndexBuild: (progress) => told.push(progress) });
    onCleanup(async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });
    return server;
  })
  .extend('people', async ({ server }, { onCleanup }) => {
    const client = await MongoClient.connect(server.uri);
    onCleanup(() => client.close());
    const people = client.db('large').collection<Document & { _id: number }>('people');
    await people.insertMany(
      Array.from({ length: RECORDS }, (_, _id) => ({ _id, mail: `m${_id}`, words: WORDS })),
    );
    return people;
  });

const isDone = (work: Promise<unknown>) => {
  const state = { done: false };
  void work.finally(() => {
    state.done = true;
  });
  return () => state.done;
};

it('others read and write while indexes of a large collection are made, which then have all of it', async ({
  people,
  server,
  dataDir,
}) => {
  const making = people.createIndexes([{ key: { words: 1, mail: 1 } }, { key: { mail: 1 }, unique: true }]);
  const isMade = isDone(making);
  let rounds = 0;
  // behind what has been read by then, and before it
  for (let at = 0; !isMade(); at += 7) {
    await people.updateOne({ _id: RECORDS - 1 - at }, { $set: { mail: `late${at}`, words: ['changed'] } });
    await people.updateOne({ _id: at }, { $set: { mail: `early${at}`, words: ['changed'] } });
    await people.deleteOne({ _id: at + 1 });
    await people.insertOne({ _id: RECORDS + at, mail: `new${at}`, words: ['changed'] });
    rounds++;
  }
  await making;
  // made in one piece, it would let in one round at most
  expect(rounds).toBeGreaterThan(2);
  const changed = await people.find({ words: 'changed' }).hint('words_1_mail_1').toArray();
  expect(changed).toHaveLength(3 * rounds);
  expect(await people.countDocuments({ mail: /^early/ }, { hint: 'mail_1' })).toBe(rounds);
  await expect(people.insertOne({ _id: -1, mail: 'new0' })).rejects.toMatchObject({ code: 11000 });
  await server.stop();
  expect((await verifyDatabase(dataDir)).errors).toEqual([]);
});

it('the same index is made once, whoever else asks for it meanwhile', async ({ people }) => {
  const asked = await Promise.all([people.createIndex({ mail: 1 }), people.createIndex({ mail: 1 })]);
  expect(asked).toEqual(['mail_1', 'mail_1']);
  expect((await people.indexes()).map(({ name }) => name)).toEqual(['_id_', 'mail_1']);
});

it('what is the same in two records, from before or written meanwhile, leaves no unique index', async ({
  people,
  server,
  dataDir,
}) => {
  const making = people.createIndexes([{ key: { words: 1 } }, { key: { mail: 1 }, unique: true }]);
  making.catch(() => {});
  // not read yet, it is taken by the one that is written now
  await people.updateOne({ _id: 0 }, { $set: { mail: `m${RECORDS - 1}` } });
  await expect(making).rejects.toMatchObject({ code: 11000 });
  expect((await people.indexes()).map(({ name }) => name)).toEqual(['_id_']);
  await people.insertOne({ _id: RECORDS, mail: 'm1' });
  await server.stop();
  expect((await verifyDatabase(dataDir)).errors).toEqual([]);
});

it('a build that the end of a process broke off is begun anew, and one whose collection is dropped ends', async ({
  people,
  server,
  dataDir,
}) => {
  const copy = join(dataDir, 'copy.mdb');
  const making = people.createIndex({ words: 1 });
  await backUp(dataDir, copy);
  expect((await people.indexes()).map(({ name }) => name)).toEqual(['_id_']);
  await people.drop();
  await expect(making).rejects.toMatchObject({ code: 276 });
  await server.stop();

  const restored = join(dataDir, 'restored');
  mkdirSync(restored);
  await restore(restored, copy);
  const again = await startEmbeddedMongo({ dataDir: restored });
  const client = await MongoClient.connect(again.uri);
  const old = client.db('large').collection<Document & { _id: number }>('people');
  expect((await old.indexes()).map(({ name }) => name)).toEqual(['_id_']);
  await old.updateOne({ _id: 0 }, { $set: { words: ['changed'] } });
  await old.createIndex({ words: 1 });
  expect(await old.countDocuments({ words: 'word3' }, { hint: 'words_1' })).toBe(RECORDS - 1);
  await client.close();
  await again.stop();
  expect((await verifyDatabase(restored)).errors).toEqual([]);
});

it('a build says how far it is, and leaves nothing where it is stopped', async ({
  people,
  server,
  told,
  dataDir,
}) => {
  const making = people.createIndex({ words: 1 });
  making.catch(() => {});
  await expect.poll(() => told.length, { interval: 1 }).toBe(1);
  expect(told[0]).toMatchObject({ collection: 'large.people', indexes: ['words_1'], records: RECORDS });
  expect(told[0]?.done).toBeLessThan(RECORDS);
  await server.stop();
  await expect(making).rejects.toThrow();
  const { records, errors } = await verifyDatabase(dataDir);
  expect({ records, errors }).toEqual({ records: RECORDS, errors: [] });
});
