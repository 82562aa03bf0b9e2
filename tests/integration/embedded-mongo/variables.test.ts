import { BSONRegExp, type Document, Long, MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

let things: ReturnType<typeof fresh>;
const fresh = () => client.db().collection<Document & { _id: number | null }>(`v${++collections}`);
beforeEach(async () => {
  things = fresh();
  await things.insertOne({ _id: 1, a: 1, b: 'x' });
});
const refused = (code: number) => expect.objectContaining({ code });

describe('the let of a command', () => {
  it('is worked out before a document is read', async () => {
    const equal = (path: string) => ({ $expr: { $eq: [path, '$$value'] } });
    const find = (path: string, value: unknown) => things.find(equal(path), { let: { value } }).toArray();
    expect(await find('$b', { $literal: 'x' })).toHaveLength(1);
    expect(await find('$a', { $add: [0, 1] })).toHaveLength(1);
    expect(await find('$b', { $literal: '$b' })).toHaveLength(0);
    expect(await find('$a', { $let: { vars: { n: 1 }, in: '$$n' } })).toHaveLength(1);
    await expect(find('$b', '$b')).rejects.toThrow(refused(4890500));
    await expect(find('$b', { $concat: ['$$ROOT.b'] })).rejects.toThrow(refused(4890500));
    const shown = { let: { value: { $literal: '$b' } } };
    expect(await things.aggregate([{ $project: { _id: 0, c: '$$value' } }], shown).toArray()).toEqual([
      { c: '$b' },
    ]);
    expect(await things.findOne({}, { projection: { _id: 0, c: '$$value' }, ...shown })).toEqual({ c: '$b' });
    await things.updateOne(equal('$a'), [{ $set: { b: '$$value' } }], { let: { value: { $literal: 1 } } });
    expect(await things.findOne()).toEqual({ _id: 1, a: 1, b: 1 });
  });
});

describe('a variable that nothing defines', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['a query', () => things.find({ $expr: { $eq: ['$a', '$$nope'] } }).toArray()],
    ['an empty collection', () => fresh().find({ $expr: '$$nope.a' }).toArray()],
    ['a stage', () => things.aggregate([{ $project: { a: '$$nope' } }]).toArray()],
    ['a group', () => things.aggregate([{ $group: { _id: '$$nope' } }]).toArray()],
    ['an accumulator', () => things.aggregate([{ $group: { _id: 1, n: { $sum: '$$nope' } } }]).toArray()],
    ['an update', () => things.updateOne({}, [{ $set: { a: '$$nope' } }])],
    [
      '$map outside of its in',
      () => things.aggregate([{ $set: { a: { $map: { input: '$$this', in: 1 } } } }]).toArray(),
    ],
    [
      '$let outside of its in',
      () => things.aggregate([{ $set: { a: [{ $let: { vars: { n: 1 }, in: 1 } }, '$$n'] } }]).toArray(),
    ],
    [
      '$lookup',
      () =>
        things
          .aggregate([{ $lookup: { from: 'v', pipeline: [{ $match: { $expr: '$$nope' } }], as: 'x' } }])
          .toArray(),
    ],
  ])('is refused in %s', async (_, run) => {
    await expect(run()).rejects.toThrow(refused(17276));
  });

  it('is none where an operator, a stage or the server defines it', async () => {
    const [shown] = await things
      .aggregate([
        {
          $lookup: {
            from: things.collectionName,
            let: { own: '$a' },
            pipeline: [{ $match: { $expr: { $eq: ['$a', '$$own'] } } }, { $project: { same: '$$own' } }],
            as: 'found',
          },
        },
        {
          $project: {
            found: 1,
            map: { $map: { input: [1, 2], as: 'n', in: { $add: ['$$n', 1] } } },
            filter: { $filter: { input: [1, 2], cond: { $gt: ['$$this', 1] } } },
            sum: { $reduce: { input: [1, 2], initialValue: 0, in: { $add: ['$$value', '$$this'] } } },
            let: { $let: { vars: { n: '$a' }, in: { $let: { vars: { m: 2 }, in: ['$$n', '$$m'] } } } },
            root: '$$ROOT.b',
            gone: '$$REMOVE',
            text: { $literal: '$$nope' },
          },
        },
      ])
      .toArray();
    expect(shown).toEqual({
      _id: 1,
      found: [{ _id: 1, same: 1 }],
      map: [2, 3],
      filter: [2],
      sum: 3,
      let: [1, 2],
      root: 'x',
      text: '$$nope',
    });
  });
});

describe('an update by a pipeline', () => {
  it.each<[string, Document, Document]>([
    ['$replaceWith', { $replaceWith: { c: '$b' } }, { c: 'x' }],
    ['$replaceWith of a literal', { $replaceWith: { $literal: { c: '$b' } } }, { c: '$b' }],
    ['$replaceRoot', { $replaceRoot: { newRoot: { c: 1 } } }, { c: 1 }],
    ['$project without it', { $project: { _id: 0, a: 1 } }, { a: 1 }],
    ['$unset of it', { $unset: '_id' }, { a: 1, b: 'x' }],
    ['$set of a literal', { $set: { b: { $literal: '$a' } } }, { a: 1, b: '$a' }],
  ])('keeps the _id through %s', async (_, stage, after) => {
    await things.updateOne({ _id: 1 }, [stage]);
    expect(await things.findOne()).toEqual({ _id: 1, ...after });
  });

  it('refuses another _id', async () => {
    await expect(things.updateOne({}, [{ $set: { _id: 2 } }])).rejects.toThrow(refused(66));
  });

  it('leaves the types of what it does not touch', async () => {
    const big = Long.fromString('9007199254740993');
    const kept = {
      long: Long.fromNumber(5),
      in: { big, of: [Long.fromNumber(1)] },
      pattern: new BSONRegExp('a+ b', 'x'),
    };
    await things.insertOne({ _id: 2, ...kept });
    await things.updateOne({ _id: 2 }, [{ $set: { new: 1, 'in.new': 1 } }]);
    const options = { promoteLongs: false, bsonRegExp: true };
    expect(await things.findOne({ _id: 2 }, options)).toEqual({
      _id: 2,
      ...kept,
      in: { ...kept.in, new: 1 },
      new: 1,
    });
  });
});

describe('an upsert with _id null', () => {
  it.each<[string, () => Promise<unknown>]>([
    ['operators', () => things.updateOne({ _id: null }, { $set: { z: 1 } }, { upsert: true })],
    ['a replacement', () => things.replaceOne({ _id: null }, { z: 1 }, { upsert: true })],
    ['a pipeline', () => things.updateOne({ _id: null }, [{ $set: { z: 1 } }], { upsert: true })],
    ['findAndModify', () => things.findOneAndUpdate({ _id: null }, { $set: { z: 1 } }, { upsert: true })],
  ])('by %s makes one document with that _id', async (_, upsert) => {
    await upsert();
    await upsert();
    expect(await things.find({ z: 1 }).toArray()).toEqual([{ _id: null, z: 1 }]);
  });
});
