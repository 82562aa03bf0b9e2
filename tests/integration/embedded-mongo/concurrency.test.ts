import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let client: MongoClient;
beforeAll(async () => {
  database = await openTestDatabase();
  client = await MongoClient.connect(database.uri, { maxPoolSize: 50 });
});
afterAll(async () => {
  await client.db().dropDatabase();
  await client.close();
  await database.stop();
});

interface Counter {
  _id: string;
  n: number;
  version?: number;
}

describe('commands at the same time on one document', () => {
  it('count 200 increments as exactly 200', async () => {
    const counters = client.db().collection<Counter>('counters');
    await counters.insertOne({ _id: 'inc', n: 0 });
    await Promise.all(
      Array.from({ length: 200 }, () => counters.updateOne({ _id: 'inc' }, { $inc: { n: 1 } })),
    );
    expect(await counters.findOne({ _id: 'inc' })).toEqual({ _id: 'inc', n: 200 });
  });

  it('let exactly one of many version-checked updates win', async () => {
    const counters = client.db().collection<Counter>('counters');
    await counters.insertOne({ _id: 'race', n: 0, version: 1 });
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        counters.findOneAndUpdate({ _id: 'race', version: 1 }, { $set: { n }, $inc: { version: 1 } }),
      ),
    );
    expect(results.filter((result) => result !== null)).toHaveLength(1);
    expect(await counters.findOne({ _id: 'race' })).toMatchObject({ version: 2 });
  });

  it('make one document of many upserts with the same unique key', async () => {
    const people = client.db().collection('people');
    await people.createIndex({ email: 1 }, { unique: true });
    await Promise.all(
      Array.from({ length: 40 }, () =>
        people.updateOne({ email: 'jane@example.com' }, { $inc: { seen: 1 } }, { upsert: true }),
      ),
    );
    expect(await people.find({}, { projection: { _id: 0 } }).toArray()).toEqual([
      { email: 'jane@example.com', seen: 40 },
    ]);
  });

  it('let exactly one of many inserts with the same unique value through', async () => {
    const people = client.db().collection<{ email: string; by: number }>('people');
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, by) => people.insertOne({ email: 'joe@example.com', by })),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
