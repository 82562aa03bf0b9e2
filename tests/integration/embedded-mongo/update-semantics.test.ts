import { Decimal128, type Document, Long, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let client: MongoClient;
let collections = 0;
beforeAll(async () => {
  database = await openTestDatabase();
  client = await MongoClient.connect(database.uri);
});
afterAll(async () => {
  await client.db().dropDatabase();
  await client.close();
  await database.stop();
});

const fresh = () => client.db().collection<{ _id: number }>(`u${++collections}`);

async function updated(
  before: Document,
  update: Document | Document[],
  options: { filter?: Document; arrayFilters?: Document[] } = {},
): Promise<Document | null> {
  const collection = fresh();
  await collection.insertOne({ _id: 1, ...before });
  const { filter, ...rest } = options;
  await collection.updateOne({ _id: 1, ...filter }, update, rest);
  return collection.findOne({ _id: 1 }, { projection: { _id: 0 } });
}

describe('an update operator', () => {
  it.each<[string, Document, Document | Document[], Document]>([
    ['$set makes the documents on the way', { a: 1 }, { $set: { 'b.c.d': 2 } }, { a: 1, b: { c: { d: 2 } } }],
    ['$set reaches into an array by position', { a: [1, 2] }, { $set: { 'a.1': 9 } }, { a: [1, 9] }],
    ['$set pads an array with null', { a: [1] }, { $set: { 'a.3': 4 } }, { a: [1, null, null, 4] }],
    ['$set uses a number as a name in a document', { a: {} }, { $set: { 'a.0': 1 } }, { a: { 0: 1 } }],
    [
      '$set keeps a field with the name __proto__',
      {},
      { $set: { a: JSON.parse('{"__proto__": {"x": 1}, "b": 1}') } },
      { a: JSON.parse('{"__proto__": {"x": 1}, "b": 1}') },
    ],
    ['$unset removes', { a: 1, b: { c: 1, d: 2 } }, { $unset: { a: '', 'b.c': '' } }, { b: { d: 2 } }],
    ['$unset leaves null in an array', { a: [1, 2, 3] }, { $unset: { 'a.1': '' } }, { a: [1, null, 3] }],
    ['$inc starts from nothing', {}, { $inc: { n: 5 } }, { n: 5 }],
    ['$inc adds fractions', { n: 1 }, { $inc: { n: 0.5 } }, { n: 1.5 }],
    ['$mul makes zero of nothing', {}, { $mul: { n: 5 } }, { n: 0 }],
    ['$mul multiplies', { n: 3 }, { $mul: { n: 5 } }, { n: 15 }],
    ['$min sets a lower value', { n: 3 }, { $min: { n: 2, m: 1 } }, { n: 2, m: 1 }],
    ['$min keeps a lower value', { n: 1 }, { $min: { n: 2 } }, { n: 1 }],
    ['$max compares across types', { n: 3 }, { $max: { n: 'text' } }, { n: 'text' }],
    ['$rename moves', { a: 1, b: { c: 2 } }, { $rename: { a: 'z', 'b.c': 'y' } }, { b: {}, y: 2, z: 1 }],
    ['$rename leaves a missing field', { a: 1 }, { $rename: { b: 'z' } }, { a: 1 }],
    ['$push appends', { a: [1] }, { $push: { a: 2, b: 3 } }, { a: [1, 2], b: [3] }],
    ['$push appends an array as one item', { a: [1] }, { $push: { a: [2, 3] } }, { a: [1, [2, 3]] }],
    [
      '$push $each at a position',
      { a: [1, 4] },
      { $push: { a: { $each: [2, 3], $position: 1 } } },
      { a: [1, 2, 3, 4] },
    ],
    [
      '$push $slice keeps the last',
      { a: [1, 2] },
      { $push: { a: { $each: [3], $slice: -2 } } },
      { a: [2, 3] },
    ],
    ['$push $slice 0 empties', { a: [1, 2] }, { $push: { a: { $each: [], $slice: 0 } } }, { a: [] }],
    ['$push $slice cuts a new array', {}, { $push: { a: { $each: [1, 2, 3], $slice: 2 } } }, { a: [1, 2] }],
    [
      '$push $sort by several fields',
      { a: [{ x: 2, y: 1 }] },
      {
        $push: {
          a: {
            $each: [
              { x: 1, y: 1 },
              { x: 2, y: 0 },
            ],
            $sort: { x: -1, y: 1 },
          },
        },
      },
      {
        a: [
          { x: 2, y: 0 },
          { x: 2, y: 1 },
          { x: 1, y: 1 },
        ],
      },
    ],
    [
      '$addToSet adds what is new',
      { a: [1, 2] },
      { $addToSet: { a: { $each: [2, 3, 3] } } },
      { a: [1, 2, 3] },
    ],
    [
      '$addToSet compares documents in field order',
      { a: [{ x: 1, y: 2 }] },
      { $addToSet: { a: { y: 2, x: 1 } } },
      {
        a: [
          { x: 1, y: 2 },
          { y: 2, x: 1 },
        ],
      },
    ],
    ['$pull by value', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
    ['$pull by condition', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
    ['$pull by fields', { a: [{ x: 1, y: 1 }, { x: 2 }] }, { $pull: { a: { x: 1 } } }, { a: [{ x: 2 }] }],
    ['$pullAll', { a: [1, 2, 3, 2] }, { $pullAll: { a: [2, 3] } }, { a: [1] }],
    ['$pop from the end', { a: [1, 2] }, { $pop: { a: 1 } }, { a: [1] }],
    ['$pop from the beginning', { a: [1, 2] }, { $pop: { a: -1 } }, { a: [2] }],
    ['$bit', { n: 13 }, { $bit: { n: { and: 10 } } }, { n: 8 }],
    [
      '$setOnInsert does nothing to what is there',
      { a: 1 },
      { $setOnInsert: { b: 1 }, $set: { a: 2 } },
      { a: 2 },
    ],
    [
      'a pipeline computes from the document',
      { a: 2, b: 3 },
      [{ $set: { sum: { $add: ['$a', '$b'] } } }, { $unset: 'a' }],
      { b: 3, sum: 5 },
    ],
    [
      '$inc keeps an exact decimal',
      { n: Decimal128.fromString('0.1') },
      { $inc: { n: Decimal128.fromString('0.2') } },
      { n: Decimal128.fromString('0.3') },
    ],
    [
      '$inc keeps an exact long',
      { n: Long.fromString('9007199254740993') },
      { $inc: { n: 2 } },
      { n: Long.fromString('9007199254740995') },
    ],
  ])('%s', async (_title, before, update, after) => {
    expect(await updated(before, update)).toEqual(after);
  });

  it('$currentDate sets now', async () => {
    const before = Date.now();
    const document = await updated({}, { $currentDate: { at: true, at2: { $type: 'date' } } });
    expect(document?.at).toBeInstanceOf(Date);
    expect(Math.abs(Number(document?.at2) - before)).toBeLessThan(5_000);
  });

  it('$ changes the item that the filter matched', async () => {
    expect(await updated({ a: [1, 5, 7] }, { $set: { 'a.$': 0 } }, { filter: { a: { $gte: 5 } } })).toEqual({
      a: [1, 0, 7],
    });
    expect(
      await updated(
        {
          a: [
            { x: 1, n: 0 },
            { x: 2, n: 0 },
          ],
        },
        { $inc: { 'a.$.n': 1 } },
        { filter: { a: { $elemMatch: { x: 2 } } } },
      ),
    ).toEqual({
      a: [
        { x: 1, n: 0 },
        { x: 2, n: 1 },
      ],
    });
  });

  it('$[] changes every item, $[name] those its array filter accepts', async () => {
    expect(await updated({ a: [1, 2] }, { $inc: { 'a.$[]': 10 } })).toEqual({ a: [11, 12] });
    expect(
      await updated(
        { a: [{ n: 1 }, { n: 5 }] },
        { $set: { 'a.$[big].done': true } },
        { arrayFilters: [{ 'big.n': { $gt: 2 } }] },
      ),
    ).toEqual({ a: [{ n: 1 }, { n: 5, done: true }] });
  });
});

describe('an update by a pipeline', () => {
  it('sets a field in every item of an array', async () => {
    expect(await updated({ a: [{ x: 1 }, { x: 2 }] }, [{ $set: { 'a.y': 5 } }])).toEqual({
      a: [
        { x: 1, y: 5 },
        { x: 2, y: 5 },
      ],
    });
  });
});

describe('an update is refused', () => {
  it.each<[string, Document, Document | Document[], number]>([
    ['that changes _id', {}, { $set: { _id: 2 } }, 66],
    ['that changes one path twice', {}, { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['that changes a path and what lies within', {}, { $set: { a: {}, 'a.b': 1 } }, 40],
    ['that increments text', { a: 'x' }, { $inc: { a: 1 } }, 14],
    ['that increments by text', { a: 1 }, { $inc: { a: 'x' } }, 14],
    ['that goes into a number', { a: 1 }, { $set: { 'a.b': 1 } }, 28],
    ['that names a field of an array', { a: [1] }, { $set: { 'a.b': 1 } }, 28],
    ['that pushes to a number', { a: 1 }, { $push: { a: 1 } }, 2],
    ['with an unknown operator', {}, { $foo: { a: 1 } }, 9],
    ['with an operator without fields', {}, { $set: 1 }, 9],
    ['with an array filter that is missing', { a: [1] }, { $set: { 'a.$[x]': 1 } }, 2],
    ['with $ when nothing was matched in an array', { a: [1] }, { $set: { 'a.$': 1 } }, 2],
    ['with an empty field name', {}, { $set: { 'a.': 1 } }, 56],
    ['with a stage that updates do not have', {}, [{ $group: { _id: 1 } }], 72],
  ])('%s', async (_title, before, update, code) => {
    const collection = fresh();
    await collection.insertOne({ _id: 1, ...before });
    const attempt = client.db().command({
      update: collection.collectionName,
      updates: [{ q: { _id: 1 }, u: update }],
    });
    const reply = await attempt.catch((error) => ({ writeErrors: [error] }));
    expect(reply.writeErrors?.[0]).toMatchObject({ code });
    expect(await collection.findOne({ _id: 1 })).toEqual({ _id: 1, ...before });
  });
});

describe('an upsert', () => {
  it('starts from the equalities of the filter', async () => {
    const collection = fresh();
    const result = await collection.updateOne(
      { _id: 7, 'a.b': 1, $and: [{ c: { $eq: 2 } }], d: { $gt: 5 } } as Document,
      { $set: { e: 3 }, $setOnInsert: { f: 4 } },
      { upsert: true },
    );
    expect(result).toMatchObject({ upsertedId: 7, upsertedCount: 1, matchedCount: 0 });
    expect(await collection.findOne({ _id: 7 })).toEqual({ _id: 7, a: { b: 1 }, c: 2, e: 3, f: 4 });
  });

  it('replaces without taking fields of the filter over', async () => {
    const collection = fresh();
    await collection.replaceOne({ _id: 3, a: 1 } as Document, { b: 2 }, { upsert: true });
    expect(await collection.findOne({ _id: 3 })).toEqual({ _id: 3, b: 2 });
  });
});

describe('updateMany', () => {
  it('counts what it matched and what it really changed', async () => {
    const collection = client.db().collection<{ _id: number; n: number }>(`u${++collections}`);
    await collection.insertMany([1, 2, 3].map((n) => ({ _id: n, n })));
    const result = await collection.updateMany({ n: { $gte: 2 } }, { $set: { n: 3 } });
    expect(result).toMatchObject({ matchedCount: 2, modifiedCount: 1 });
  });

  it('changes each document once though the change moves it within the index it is found by', async () => {
    const collection = client.db().collection<{ n: number }>(`u${++collections}`);
    await collection.createIndex({ n: 1 });
    await collection.insertMany(Array.from({ length: 300 }, (_, n) => ({ n })));
    await collection.updateMany({ n: { $gte: 0 } }, { $inc: { n: 1000 } });
    expect(await collection.countDocuments({ n: { $gte: 1000, $lt: 1300 } })).toBe(300);
  });
});

describe('findOneAndUpdate', () => {
  it('returns the document before or after, the fields asked for, the first by sort', async () => {
    const collection = client.db().collection<{ _id: number; n: number; x?: number }>(`u${++collections}`);
    await collection.insertMany([1, 2, 3].map((n) => ({ _id: n, n, x: 0 })));
    expect(
      await collection.findOneAndUpdate({}, { $inc: { n: 10 } }, { sort: { n: -1 }, projection: { n: 1 } }),
    ).toEqual({ _id: 3, n: 3 });
    expect(
      await collection.findOneAndUpdate({ _id: 3 }, { $inc: { n: 1 } }, { returnDocument: 'after' }),
    ).toEqual({ _id: 3, n: 14, x: 0 });
    expect(await collection.findOneAndDelete({ _id: 3 })).toEqual({ _id: 3, n: 14, x: 0 });
    expect(await collection.findOneAndDelete({ _id: 3 })).toBeNull();
    expect(
      await collection.findOneAndUpdate(
        { _id: 9 },
        { $set: { n: 1 } },
        { upsert: true, returnDocument: 'after' },
      ),
    ).toEqual({ _id: 9, n: 1 });
  });
});
