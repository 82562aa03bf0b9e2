import { Decimal128, type Document, Long, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let client: MongoClient;
beforeAll(async () => {
  database = await openTestDatabase();
  client = await MongoClient.connect(database.uri);
  await client
    .db()
    .collection<Document>('things')
    .insertMany([{ _id: 1 as never, a: 1, list: [1, 2] }]);
});
afterAll(async () => {
  await client.db().dropDatabase();
  await client.close();
  await database.stop();
});

/** The code of a command's refusal, or of its first write error; 0 when it went through. */
async function codeOf(command: Document): Promise<number> {
  try {
    const reply = await client.db().command(command);
    return reply.writeErrors?.[0]?.code ?? 0;
  } catch (error) {
    return (error as { code: number }).code;
  }
}

const update = (statement: Document): Document => ({ update: 'things', updates: [statement] });
const insert = (options: Document): Document => ({ insert: 'other', documents: [{}], ...options });
const find = (options: Document): Document => ({ find: 'things', ...options });
const index = (options: Document): Document => ({
  createIndexes: 'indexed',
  indexes: [{ key: { a: 1 }, name: 'a_1', ...options }],
});
const pipeline = (...stages: Document[]): Document => ({ aggregate: 'things', pipeline: stages, cursor: {} });
const project = (expression: unknown) => pipeline({ $project: { x: expression } });

describe.skipIf(process.env.MONGODB_URI)(
  'an option that a standalone MongoDB refuses is refused with its code, never passed over',
  () => {
    it.each<[string, Document, number]>([
      ['a delete without a filter', { delete: 'things', deletes: [{ limit: 0 }] }, 40414],
      ['a delete without a limit', { delete: 'things', deletes: [{ q: {} }] }, 40414],
      ['an update without a filter', update({ u: { $set: { a: 2 } } }), 40414],
      ['an update without a change', update({ q: {} }), 40414],
      ['no statements', { update: 'things', updates: [] }, 16],
      ['no deletes', { delete: 'things', deletes: [] }, 16],
      ['multi: 1', update({ q: {}, u: { $set: { a: 2 } }, multi: 1 }), 14],
      ['upsert: 1', update({ q: { a: 77 }, u: { $set: { a: 2 } }, upsert: 1 }), 14],
      ['ordered: 0', insert({ ordered: 0 }), 14],
      ['multi with sort', update({ q: {}, u: { $set: { a: 2 } }, multi: true, sort: { a: 1 } }), 9],
      ['constants without a pipeline', update({ q: {}, u: { $set: { a: 2 } }, c: { x: 1 } }), 51198],
      [
        'array filters of a pipeline',
        update({ q: {}, u: [{ $set: { a: 2 } }], arrayFilters: [{ x: 1 }] }),
        9,
      ],
      ['array filters of a replacement', update({ q: {}, u: { a: 2 }, arrayFilters: [{ x: 1 }] }), 9],
      [
        'array filters that are no list',
        update({ q: {}, u: { $set: { a: 2 } }, arrayFilters: { x: 1 } }),
        14,
      ],
      ['two positions in a path', update({ q: { list: 1 }, u: { $set: { 'list.$.x.$': 2 } } }), 2],
      [
        'array filters of a removal',
        { findAndModify: 'things', query: {}, remove: true, arrayFilters: [{ x: 1 }] },
        9,
      ],
      ['a transaction number', insert({ lsid: {}, txnNumber: Long.fromNumber(1) }), 20],
      ['a transaction without a number', insert({ startTransaction: true, autocommit: false }), 72],
      ['read concern snapshot', find({ readConcern: { level: 'snapshot' } }), 123],
      ['read concern linearizable', find({ readConcern: { level: 'linearizable' } }), 123],
      ['an unknown read concern', find({ readConcern: { level: 'fresh' } }), 2],
      ['write concern 2', insert({ writeConcern: { w: Long.fromNumber(2) } }), 2],
      ['write concern 51', insert({ writeConcern: { w: 51 } }), 9],
      ['a write concern of tags', insert({ writeConcern: { w: 'nearby' } }), 2],
      ['maxTimeMS below zero', find({ maxTimeMS: -1 }), 2],
      ['maxTimeMS that is no number', find({ maxTimeMS: 'soon' }), 2],
      ['an unknown version of the API', { ping: 1, apiVersion: '2' }, 322],
      [
        'a command outside of the strict API',
        { distinct: 'things', key: 'a', apiVersion: '1', apiStrict: true },
        323,
      ],
      ['a collation', find({ collation: { locale: 'de' } }), 115],
      ['a tailable cursor', find({ tailable: true }), 2],
      ['awaitData alone', find({ awaitData: true }), 9],
      ['a negative limit', find({ limit: -1 }), 51024],
      ['a negative skip', find({ skip: -1 }), 51024],
      ['singleBatch: 1', find({ singleBatch: 1 }), 14],
      ['a hint without an index', find({ hint: { nothing: 1 } }), 2],
      ['$natural beside a field', find({ sort: { $natural: 1, a: 1 } }), 2],
      ['min', find({ min: { _id: 1 }, hint: { _id: 1 } }), 115],
      ['$where', find({ filter: { $where: 'true' } }), 115],
      ['an unknown operator', find({ filter: { a: { $near: [1, 2] } } }), 2],
      ['$mod by what is no number', find({ filter: { a: { $mod: ['x', 1] } } }), 2],
      ['bits before the first', find({ filter: { a: { $bitsAllSet: [-1] } } }), 2],
      ['bits between two', find({ filter: { a: { $bitsAllSet: [1.5] } } }), 2],
      ['no type', find({ filter: { a: { $type: [] } } }), 9],
      ['an empty projection within one', find({ projection: { a: {} } }), 51270],
      ['possessive quantifiers', find({ filter: { a: { $regex: 'a++' } } }), 115],
      ['atomic groups', find({ filter: { a: { $regex: '(?>a)' } } }), 115],
      ['a regular expression that is none', find({ filter: { a: { $regex: '(' } } }), 51091],
      ['unique: "yes"', index({ unique: 'yes' }), 14],
      ['an index of version 1', index({ v: 1 }), 67],
      ['an unknown index option', index({ uniq: true }), 197],
      ['options of the _id index', index({ key: { _id: 1 }, unique: true }), 197],
      ['a descending _id index', index({ key: { _id: -1 } }), 2],
      ['a text index', index({ key: { a: 'text' } }), 67],
      ['a hashed index', index({ key: { a: 'hashed' } }), 67],
      ['a geo index', index({ key: { a: '2dsphere' } }), 67],
      ['a wildcard index', index({ key: { '$**': 1 } }), 67],
      ['a commit quorum', { ...index({}), commitQuorum: 1 }, 2],
      ['a capped collection', { create: 'c', capped: true, size: 100 }, 115],
      ['a view', { create: 'c', viewOn: 'things', pipeline: [] }, 115],
      ['storage options', { create: 'c', storageEngine: { wiredTiger: { a: 1 } } }, 115],
      ['a validator', { create: 'c', validator: { a: 1 } }, 115],
      ['a change stream', pipeline({ $changeStream: {} }), 40573],
      ['$out', pipeline({ $out: 'x' }), 115],
      ['an unknown stage', pipeline({ $nonsense: 1 }), 40324],
      ['an unknown stage within a facet', pipeline({ $facet: { x: [{ $nonsense: 1 }] } }), 40324],
      ['a pipeline without a collection', { aggregate: 1, pipeline: [{ $match: {} }], cursor: {} }, 73],
      ['a negative sample', pipeline({ $sample: { size: -1 } }), 28747],
      ['a sample without a size', pipeline({ $sample: {} }), 9],
      ['an unknown accumulator', pipeline({ $group: { _id: 1, x: { $add: [1, 2] } } }), 15952],
      ['two operators in one expression', project({ $add: [1, 2], $abs: 1 }), 15983],
      ['a misspelt argument', project({ $filter: { input: '$list', cond: true, limt: 1 } }), 9],
      ['a missing argument', project({ $filter: { input: '$list' } }), 9],
      ['a misspelt stage option', pipeline({ $unwind: { path: '$list', keep: true } }), 9],
      ['half a $lookup', pipeline({ $lookup: { from: 'x', localField: 'a', as: 'y' } }), 9],
      ['limits that are text', pipeline({ $limit: '1' }), 2107201],
      ['boundaries out of order', pipeline({ $bucket: { groupBy: '$a', boundaries: [5, 0] } }), 40194],
      ['an empty $project', pipeline({ $project: {} }), 51272],
      ['an unknown window function', pipeline({ $setWindowFields: { output: { x: { $nonsense: {} } } } }), 9],
      ['arithmetic with decimals', project({ $add: [Decimal128.fromString('1.5'), 1] }), 2],
    ])('%s', async (_what, command, code) => {
      expect(await codeOf(command)).toBe(code);
    });

    it('and nothing was changed by it', async () => {
      expect(await client.db().collection('things').find().toArray()).toEqual([
        { _id: 1, a: 1, list: [1, 2] },
      ]);
      expect((await client.db().listCollections().toArray()).map(({ name }) => name)).toEqual(['things']);
    });
  },
);

describe('an option with a meaning has it', () => {
  it('unique: 1 makes a unique index, as numbers say yes there', async () => {
    const indexed = client.db().collection('numbered');
    await client
      .db()
      .command({ createIndexes: 'numbered', indexes: [{ key: { a: 1 }, name: 'a_1', unique: 1 }] });
    await indexed.insertOne({ a: 1 });
    await expect(indexed.insertOne({ a: 1 })).rejects.toMatchObject({ code: 11000 });
  });

  it('$natural: -1 reads backwards, as a hint and as a sort', async () => {
    const ordered = client.db().collection<{ _id: number }>('ordered');
    await ordered.insertMany([1, 2, 3].map((_id) => ({ _id })));
    const ids = async (options: Document) =>
      (await ordered.find({}, options).toArray()).map(({ _id }) => _id);
    expect(await ids({ hint: { $natural: -1 } })).toEqual([3, 2, 1]);
    expect(await ids({ sort: { $natural: -1 } })).toEqual([3, 2, 1]);
    expect(await ids({ sort: { $natural: 1 } })).toEqual([1, 2, 3]);
  });

  it('batchSize counts for lists of collections and indexes, and the rest can be fetched', async () => {
    const db = client.db(`${client.db().databaseName}_lists`);
    for (const name of ['a', 'b', 'c']) await db.createCollection(name);
    await db.collection('a').createIndexes([{ key: { x: 1 } }, { key: { y: 1 } }]);
    const first = await db.command({ listCollections: 1, cursor: { batchSize: 1 } });
    expect(first.cursor.firstBatch).toHaveLength(1);
    expect(await db.listCollections({}, { batchSize: 1 }).toArray()).toHaveLength(3);
    expect(await db.collection('a').listIndexes({ batchSize: 2 }).toArray()).toHaveLength(3);
    await db.dropDatabase();
  });

  it('maxTimeMS ends an update that takes longer, with nothing changed', async () => {
    const many = client.db().collection('many');
    await many.insertMany(Array.from({ length: 20_000 }, (_, n) => ({ n, text: 'x'.repeat(200) })));
    const slow = { $expr: { $eq: [{ $mod: ['$n', 2] }, 5] } };
    await expect(
      many.updateMany({ $or: [slow, { n: { $gte: 0 } }] }, { $set: { m: 1 } }, { maxTimeMS: 1 }),
    ).rejects.toMatchObject({ code: 50 });
    expect(await many.countDocuments({ m: 1 })).toBe(0);
  });

  it('ignoreUnknownIndexOptions lets an unknown option pass', async () => {
    expect(await codeOf({ ...index({ nonsense: 1 }), ignoreUnknownIndexOptions: true })).toBe(0);
  });
});

describe('a deeply nested document', () => {
  const nested = (levels: number): Document => {
    let document: Document = { end: true };
    for (let i = 1; i < levels; i++) document = { d: document };
    return document;
  };

  it('is stored and read up to 150 levels, and refused beyond what can be read again', async () => {
    const deep = client.db().collection('deep');
    await deep.insertOne({ d: nested(150) });
    await expect(deep.insertOne({ d: nested(300) })).rejects.toMatchObject({ code: 15 });
    for (const levels of [30, 300, 20_000]) {
      const path = `${'d.'.repeat(150)}${'e.'.repeat(levels)}e`;
      await expect(deep.updateOne({}, { $set: { [path]: 1 } })).rejects.toMatchObject({ code: 15 });
    }
    expect(await deep.find({ nothing: 1 }).toArray()).toEqual([]);
    expect(await deep.findOne({}, { projection: { _id: 0 } })).toEqual({ d: nested(150) });
  });
});

describe('a cursor', () => {
  it('fails when its collection or its index is dropped, rather than ending early', async () => {
    const rows = client.db().collection('rows');
    await rows.insertMany(Array.from({ length: 500 }, (_, n) => ({ n })));
    await rows.createIndex({ n: 1 });
    const byIndex = rows.find({ n: { $gte: 0 } }).batchSize(10);
    await byIndex.next();
    await rows.dropIndex('n_1');
    await expect(byIndex.toArray()).rejects.toMatchObject({ code: 175 });
    const all = rows.find().batchSize(10);
    await all.next();
    await rows.drop();
    await expect(all.toArray()).rejects.toMatchObject({ code: 175 });
  });

  it('is gone after killCursors, and belongs to its collection only', async () => {
    const rows = client.db().collection('rows2');
    await rows.insertMany(Array.from({ length: 50 }, (_, n) => ({ n })));
    const { cursor } = await client.db().command({ find: 'rows2', batchSize: 0 }, { promoteLongs: false });
    expect(cursor.firstBatch).toEqual([]);
    expect(await codeOf({ getMore: cursor.id, collection: 'other' })).toBe(13);
    const killed = await client
      .db()
      .command({ killCursors: 'rows2', cursors: [cursor.id, Long.fromNumber(5)] });
    expect(killed).toMatchObject({
      cursorsKilled: [expect.anything()],
      cursorsNotFound: [expect.anything()],
    });
    expect(await codeOf({ getMore: cursor.id, collection: 'rows2' })).toBe(43);
  });
});
