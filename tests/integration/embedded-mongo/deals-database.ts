import { type Document, MongoClient } from 'mongodb';
import { test } from 'vitest';
import { openTestDatabase } from './test-database.ts';

const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const DEALS: Document[] = [
  { _id: 1, owner: 'ann', stage: 'won', value: 100, at: day(1), tags: ['a', 'b'], company: 10 },
  { _id: 2, owner: 'bob', stage: 'open', value: 50, at: day(2), tags: ['b'], company: 11 },
  { _id: 3, owner: 'ann', stage: 'open', value: 25.5, at: day(35), tags: [], company: 10 },
  { _id: 4, owner: null, stage: 'lost', value: 10, at: day(36), company: 99 },
  { _id: 5, stage: 'open', value: 5, at: day(40), tags: ['a'] },
];

/** A database of a file's own with five deals of three companies, one of which is missing. */
export const dealsTest = test
  .extend('database', { scope: 'file' }, () => openTestDatabase())
  .extend('client', { scope: 'file' }, async ({ database }, { onCleanup }) => {
    const client = await MongoClient.connect(database.uri);
    onCleanup(async () => {
      await client.db().dropDatabase();
      await client.close();
      await database.stop();
    });
    await client.db().collection('deals').insertMany(DEALS);
    await client
      .db()
      .collection<Document>('companies')
      .insertMany([
        { _id: 10 as never, name: 'Acme', size: 5 },
        { _id: 11 as never, name: 'Globex', size: 50 },
      ]);
    return client;
  })
  /** What a pipeline makes of the deals. */
  .extend(
    'run',
    ({ client }) =>
      (pipeline: Document[]) =>
        client.db().collection('deals').aggregate(pipeline).toArray(),
  );
