import { type Db, type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

const EXPIRED = expect.objectContaining({ code: 50 });
let database: TestDatabase;
let client: MongoClient;
let db: Db;
beforeAll(async () => {
  database = await openTestDatabase();
  client = await MongoClient.connect(database.uri);
  db = client.db();
  const documents = Array.from({ length: 20_000 }, (_, n) => ({
    n,
    w: n % 7,
    text: `number ${n}`,
    tags: ['a', 'b'],
  }));
  await db.collection('things').insertMany(documents);
  await db.collection('things').createIndex({ tags: 1 });
});
afterAll(async () => {
  await client.db().dropDatabase();
  await client.close();
  await database.stop();
});

describe('maxTimeMS', () => {
  const maxTimeMS = 20;
  const slow = { text: { $regex: '(n|m)o such' } };
  const things = () => db.collection('things');
  const reads: Record<string, () => Promise<unknown>> = {
    find: () => things().find(slow, { maxTimeMS }).toArray(),
    'find in order': () =>
      things()
        .find({}, { maxTimeMS, sort: { text: 1 } })
        .limit(5)
        .toArray(),
    count: () => things().countDocuments(slow, { maxTimeMS }),
    'count by an index of lists': () => things().countDocuments({ tags: { $gte: 'a' } }, { maxTimeMS: 1 }),
    distinct: () => things().distinct('text', {}, { maxTimeMS }),
    group: () => grouped([{ $group: { _id: '$text', n: { $sum: 1 } } }]),
    lookup: () =>
      grouped([
        { $limit: 50 },
        {
          $lookup: {
            from: 'things',
            let: { n: '$n' },
            pipeline: [{ $match: { $expr: { $eq: ['$n', '$$n'] } } }],
            as: 'same',
          },
        },
      ]),
    'stages after a lookup': () =>
      grouped([
        { $limit: 1 },
        { $lookup: { from: 'things', pipeline: [{ $limit: 5_000 }], as: 'all' } },
        { $unwind: '$all' },
        {
          $addFields: { double: { $map: { input: { $range: [0, 50] }, in: { $multiply: ['$$this', 2] } } } },
        },
      ]),
    update: () => things().updateMany(slow, { $set: { n: 0 } }, { maxTimeMS } as never),
  };
  const grouped = (pipeline: Document[]) => things().aggregate(pipeline, { maxTimeMS }).toArray();

  it.each(Object.keys(reads))('ends a %s with code 50', async (name) => {
    await expect(reads[name]?.()).rejects.toThrow(EXPIRED);
  });

  it('counts over all batches of a cursor, not the time between them', async () => {
    const cursor = things().find({}, { maxTimeMS: 400, batchSize: 1 });
    await cursor.next();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await cursor.next()).toMatchObject({ n: 1 });
    await cursor.close();
  });
});

describe.runIf(process.env.MONGODB_URI === undefined)('a pattern that tries for ever', () => {
  const text = `${'a'.repeat(60)}!`;

  it('is given up and holds nobody else', async () => {
    const evil = db.collection('evil');
    await evil.insertMany(Array.from({ length: 50 }, (_, n) => ({ n, text })));
    const startedAt = performance.now();
    const read = evil.find({ text: { $regex: '^(a+)+$' } }).toArray();
    const write = evil.updateMany({ text: /^(a+)+$/ }, { $set: { seen: true } });
    const match = evil
      .aggregate([{ $match: { $expr: { $regexMatch: { input: '$text', regex: '^(a+)+$' } } } }])
      .toArray();
    const find = evil
      .aggregate([{ $project: { x: { $regexFind: { input: '$text', regex: /^(a+)+$/ } } } }])
      .toArray();
    const others = Array.from({ length: 20 }, () => db.command({ ping: 1 }));
    const givenUp = await Promise.allSettled([read, write, match, find]);
    for (const one of givenUp) expect(one).toMatchObject({ status: 'rejected', reason: { code: 51156 } });
    await Promise.all(others);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('is searched for like any other where it finds an end', async () => {
    const plain = db.collection('plain');
    await plain.insertMany([
      { _id: 1 as never, text: 'aaa' },
      { _id: 2 as never, text: '😀 aab ab' },
    ]);
    expect(await plain.find({ text: /^(a+)+$/ }).toArray()).toEqual([{ _id: 1, text: 'aaa' }]);
    const found = await plain
      .aggregate([
        { $match: { _id: 2 } },
        {
          $project: {
            is: { $regexMatch: { input: '$text', regex: 'AB', options: 'i' } },
            first: { $regexFind: { input: '$text', regex: '(a+)(b)' } },
            all: { $regexFindAll: { input: '$text', regex: /a*b/ } },
            none: { $regexFind: { input: '$missing', regex: 'x' } },
          },
        },
      ])
      .toArray();
    expect(found).toEqual([
      {
        _id: 2,
        is: true,
        first: { match: 'aab', idx: 2, captures: ['aa', 'b'] },
        all: [
          { match: 'aab', idx: 2, captures: [] },
          { match: 'ab', idx: 6, captures: [] },
        ],
        none: null,
      },
    ]);
  });
});
