import { type Collection, type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let client: MongoClient;
let collections = 0;
beforeAll(async () => {
  database = await openTestDatabase({ ttlIntervalMs: 200 });
  client = await MongoClient.connect(database.uri);
});
afterAll(async () => {
  await client.db().dropDatabase();
  await client.close();
  await database.stop();
});

const fresh = () => client.db().collection<Document>(`i${++collections}`);

/** The stages of the winning plan from the outside in, and how much was read. */
async function explained(cursor: { explain(verbosity: 'executionStats'): Promise<Document> }) {
  const { queryPlanner, executionStats } = await cursor.explain('executionStats');
  const stages: string[] = [];
  for (let plan = queryPlanner.winningPlan; plan; plan = plan.inputStage) stages.push(plan.stage);
  return { stages, keys: executionStats.totalKeysExamined, documents: executionStats.totalDocsExamined };
}

describe('a unique index', () => {
  it('refuses a second document and says which key and value', async () => {
    const collection = fresh();
    await collection.createIndex({ 'a.b': 1, c: -1 }, { unique: true });
    await collection.insertOne({ a: { b: 'x' }, c: 5 });
    await expect(collection.insertOne({ a: { b: 'x' }, c: 5 })).rejects.toMatchObject({
      code: 11000,
      message: expect.stringMatching(/index: a\.b_1_c_-1 dup key: \{ a\.b: "x", c: 5 \}/),
      keyPattern: { 'a.b': 1, c: -1 },
      keyValue: { 'a.b': 'x', c: 5 },
    });
    await collection.insertOne({ a: { b: 'x' }, c: 6 });
  });

  it('counts a missing field as null, so only one document may lack it', async () => {
    const collection = fresh();
    await collection.createIndex({ a: 1 }, { unique: true });
    await collection.insertOne({});
    await expect(collection.insertOne({ a: null })).rejects.toMatchObject({ code: 11000 });
  });

  it('lets any number of documents lack the field when it is sparse', async () => {
    const collection = fresh();
    await collection.createIndex({ a: 1 }, { unique: true, sparse: true });
    await collection.insertMany([{}, {}, { a: 1 }]);
    await expect(collection.insertOne({ a: 1 })).rejects.toMatchObject({ code: 11000 });
  });

  it('only watches the documents of its partial filter, and follows them in and out', async () => {
    const collection = fresh();
    await collection.createIndex(
      { email: 1 },
      { unique: true, partialFilterExpression: { isDeleted: false, email: { $exists: true } } },
    );
    await collection.insertMany([
      { _id: 1 as never, email: 'x', isDeleted: true },
      { _id: 2 as never, email: 'x', isDeleted: false },
      { isDeleted: false },
      { isDeleted: false },
    ]);
    const restore = { $set: { isDeleted: false } };
    await expect(collection.updateOne({ _id: 1 as never }, restore)).rejects.toMatchObject({ code: 11000 });
    await collection.updateOne({ _id: 2 as never }, { $set: { isDeleted: true } });
    await collection.updateOne({ _id: 1 as never }, restore);
    await expect(collection.insertOne({ email: 'x', isDeleted: false })).rejects.toMatchObject({
      code: 11000,
    });
  });

  it('cannot be built on duplicates and leaves nothing behind when it fails', async () => {
    const collection = fresh();
    await collection.insertMany([{ a: 1 }, { a: 2 }, { a: 1 }]);
    await expect(collection.createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 11000 });
    expect(await collection.indexes()).toHaveLength(1);
    await collection.deleteOne({ a: 1 });
    await collection.createIndex({ a: 1 }, { unique: true });
  });

  it('refuses a value that another document holds in an array', async () => {
    const collection = fresh();
    await collection.createIndex({ tags: 1 }, { unique: true });
    await collection.insertOne({ tags: ['a', 'b', 'a'] });
    await expect(collection.insertOne({ tags: ['c', 'b'] })).rejects.toMatchObject({ code: 11000 });
    await collection.insertOne({ tags: ['c'] });
  });

  it('keeps values apart that are longer than a key can be', async () => {
    const collection = fresh();
    await collection.createIndex({ text: 1 }, { unique: true });
    const long = (end: string) => 'x'.repeat(4_000) + end;
    await collection.insertMany([{ text: long('a') }, { text: long('b') }]);
    await expect(collection.insertOne({ text: long('a') })).rejects.toMatchObject({ code: 11000 });
    expect(await collection.countDocuments({ text: long('b') })).toBe(1);
    expect(await collection.countDocuments({ text: { $gte: long('a'), $lt: long('b') } })).toBe(1);
    expect(await collection.countDocuments({ text: /^xxx/ })).toBe(2);
  });
});

describe('an index definition', () => {
  it('may be repeated, but not changed under the same name', async () => {
    const collection = fresh();
    await collection.createIndex({ a: 1 });
    await collection.createIndex({ a: 1 });
    await expect(collection.createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 85 });
    await expect(collection.createIndex({ b: 1 }, { name: 'a_1' })).rejects.toMatchObject({ code: 86 });
  });

  it('cannot hold two arrays of one document', async () => {
    const collection = fresh();
    await collection.createIndex({ a: 1, b: 1 });
    await expect(collection.insertOne({ a: [1], b: [2] })).rejects.toMatchObject({ code: 171 });
    expect(await collection.countDocuments()).toBe(0);
  });
});

describe('a TTL index', () => {
  it('removes documents whose time is over, and only those', async () => {
    const collection = fresh();
    await collection.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    await collection.insertMany([
      { _id: 1 as never, at: new Date(Date.now() - 61_000) },
      { _id: 2 as never, at: new Date() },
      { _id: 3 as never, at: 'no date' },
      { _id: 4 as never },
    ]);
    await expect
      .poll(() => collection.countDocuments(), {
        timeout: database.isEmbedded ? 5_000 : 70_000,
        interval: 100,
      })
      .toBe(3);
    expect((await collection.find().toArray()).map(({ _id }) => _id)).toEqual([2, 3, 4]);
  }, 80_000);
});

describe('a query over many documents', () => {
  const COUNT = 20_000;
  let contacts: Collection<Document>;
  beforeAll(async () => {
    contacts = fresh();
    await contacts.createIndexes([
      { key: { w: 1, email: 1 }, unique: true },
      { key: { w: 1, createdAt: -1, _id: -1 } },
      { key: { w: 1, status: 1, name: 1, _id: 1 } },
      { key: { w: 1, tags: 1 } },
      { key: { w: 1, score: 1 }, partialFilterExpression: { score: { $gt: 10_000 } } },
    ]);
    await contacts.insertMany(
      Array.from({ length: COUNT }, (_, i) => ({
        _id: i as never,
        w: 'w1',
        email: `p${i}@example.com`,
        name: `Name ${String(i).padStart(6, '0')}`,
        status: ['new', 'open', 'won'][i % 3],
        createdAt: new Date(1_700_000_000_000 + i * 1000),
        tags: [`t${i % 50}`, `u${i % 1000}`],
        score: i,
      })),
    );
  });

  it('reads one document for an equality', async () => {
    const plan = await explained(contacts.find({ w: 'w1', email: 'p777@example.com' }));
    expect(plan).toMatchObject({ documents: 1, keys: 1 });
    expect(plan.stages).toContain('IXSCAN');
  });

  it('reads by the rarest of several items of an array, whatever their order in the query', async () => {
    for (const $and of [
      [{ tags: /^t7$/ }, { tags: 'u707' }],
      [{ tags: 'u707' }, { tags: /^t7$/ }],
    ]) {
      const plan = await explained(contacts.find({ w: 'w1', $and }));
      expect(plan.documents).toBe(COUNT / 1000);
    }
    const neither = await explained(contacts.find({ w: 'w1', $and: [{ tags: /^t/ }, { tags: /^u70/ }] }));
    expect(neither.documents).toBe((COUNT * 11) / 1000);
  });

  it('sorts few matches rather than look for them in order', async () => {
    const some = contacts.find({ w: 'w1', tags: 'u707' }).sort({ createdAt: -1, _id: -1 }).limit(10);
    expect((await explained(some)).documents).toBe(COUNT / 1000);
  });

  it('reads by _id', async () => {
    expect(await explained(contacts.find({ _id: 5 as never }))).toMatchObject({ documents: 1 });
  });

  it('reads a page of a sorted list and no more', async () => {
    const plan = await explained(contacts.find({ w: 'w1' }).sort({ createdAt: -1, _id: -1 }).limit(50));
    expect(plan.documents).toBe(50);
    expect(plan.stages).not.toContain('SORT');
    const backwards = await explained(contacts.find({ w: 'w1' }).sort({ createdAt: 1, _id: 1 }).limit(50));
    expect(backwards.documents).toBe(50);
  });

  it('reads a later page from where it begins', async () => {
    const at = new Date(1_700_000_000_000 + 10_000 * 1000);
    const filter = {
      $and: [
        { w: 'w1' },
        { $or: [{ createdAt: { $lt: at } }, { createdAt: at, _id: { $lt: 10_000 as never } }] },
      ],
    };
    const plan = await explained(contacts.find(filter).sort({ createdAt: -1, _id: -1 }).limit(50));
    expect(plan.documents).toBeLessThanOrEqual(52);
  });

  it('reads a prefix and a range from the index', async () => {
    const prefix = await explained(contacts.find({ w: 'w1', status: 'new', name: /^Name 00010/ }));
    expect(prefix.documents).toBe(3);
    const range = await explained(
      contacts.find({
        w: 'w1',
        createdAt: { $gte: new Date(1_700_000_000_000), $lt: new Date(1_700_000_010_000) },
      }),
    );
    expect(range.documents).toBe(10);
  });

  it('sorts after an equality without reading everything, also for several values', async () => {
    const one = await explained(contacts.find({ w: 'w1', status: 'open' }).sort({ name: 1 }).limit(10));
    expect(one.documents).toBe(10);
    const some = contacts
      .find({ w: 'w1', status: { $in: ['new', 'won'] } })
      .sort({ name: 1 })
      .limit(4);
    expect((await some.clone().toArray()).map(({ _id }) => _id)).toEqual([0, 2, 3, 5]);
    expect((await explained(some)).documents).toBeLessThan(10);
  });

  it('finds words of an array', async () => {
    const plan = await explained(contacts.find({ w: 'w1', tags: 'u77' }));
    expect(plan.documents).toBe(20);
    const both = await contacts.find({ w: 'w1', $and: [{ tags: /^u77$/ }, { tags: 't27' }] }).toArray();
    expect(both).toHaveLength(20);
  });

  it('uses a partial index only for queries within its filter', async () => {
    const inside = await explained(contacts.find({ w: 'w1', score: { $gt: 19_990 } }));
    expect(inside.documents).toBe(9);
    expect(await contacts.countDocuments({ w: 'w1', score: { $gte: 9_999, $lte: 10_001 } })).toBe(3);
  });

  it('counts from the index', async () => {
    expect(await contacts.countDocuments({ w: 'w1', status: 'won' })).toBe(6666);
    expect(await contacts.countDocuments({ w: 'w1', tags: { $in: ['t1', 'u1'] } })).toBe(400);
    expect(await contacts.distinct('status', { w: 'w1' })).toEqual(['new', 'open', 'won']);
  });

  it('tells distinct values from the index, a missing field not being null', async () => {
    const collection = fresh();
    await collection.insertMany([{ w: 1, k: 3 }, { w: 1, k: 'x' }, { w: 1 }, { w: 1, k: 3 }, { w: 2, k: 9 }]);
    const before = await collection.distinct('k', { w: 1 });
    await collection.createIndex({ w: 1, k: -1 });
    expect(await collection.distinct('k', { w: 1 })).toEqual(before);
    expect(before).toEqual([3, 'x']);
    await collection.insertOne({ w: 1, k: null });
    expect(await collection.distinct('k', { w: 1 })).toEqual([null, 3, 'x']);
  });

  it('unites the indexes of the branches of $or', async () => {
    const plan = await explained(
      contacts.find({ $or: [{ _id: 3 as never }, { w: 'w1', email: 'p9@example.com' }] }),
    );
    expect(plan.documents).toBe(2);
  });

  it('agrees with a scan of everything for many filters', async () => {
    const filters: Document[] = [
      { w: 'w1', status: { $in: ['new', 'won'] }, name: { $gte: 'Name 019990' } },
      { w: 'w1', tags: { $all: ['t3', 'u103'] } },
      { w: { $in: ['w0', 'w1'] }, email: { $gt: 'p9998', $lt: 'p9999' } },
      { w: 'w1', score: { $gt: 19_995 }, status: { $ne: 'new' } },
      { w: 'w1', tags: { $elemMatch: { $gte: 'u998', $lt: 'u999' } } },
    ];
    for (const filter of filters) {
      const key = ({ _id }: Document) => _id as number;
      const viaIndex = (await contacts.find(filter).toArray()).map(key).sort((a, b) => a - b);
      const viaScan = (await contacts.find(filter).hint({ $natural: 1 }).toArray())
        .map(key)
        .sort((a, b) => a - b);
      expect(viaIndex).toEqual(viaScan);
      expect(viaScan.length).toBeGreaterThan(0);
    }
  });
});
