import { type Db, type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let client: MongoClient;
let db: Db;
beforeAll(async () => {
  database = await openTestDatabase();
  client = await MongoClient.connect(database.uri);
  db = client.db();
});
afterAll(async () => {
  await client.db().dropDatabase();
  await client.close();
  await database.stop();
});

describe.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])('a field named %s', (name) => {
  it('is missing where it is missing, for queries, orders, indexes, projections and updates', async () => {
    const things = db.collection<Document & { _id: number }>(`things_${name}`);
    await things.createIndex(
      { [name]: 1 },
      { unique: true, partialFilterExpression: { [name]: { $exists: true } } },
    );
    await things.createIndex({ [`in.${name}`]: 1 });
    await things.insertMany([
      { _id: 1, in: {} },
      { _id: 2, [name]: 'b', in: { [name]: 5 } },
      { _id: 3, in: {} },
    ]);
    const ids = async (filter: Document, sort: Document = { _id: 1 }) =>
      (
        await things
          .find(filter)
          .sort(sort as never)
          .toArray()
      ).map(({ _id }) => _id);
    expect(await ids({ [name]: { $exists: false } })).toEqual([1, 3]);
    expect(await ids({ [name]: null })).toEqual([1, 3]);
    expect(await ids({ [`in.${name}`]: { $gt: 0 } })).toEqual([2]);
    expect(await ids({}, { [name]: 1, _id: 1 })).toEqual([1, 3, 2]);
    expect(
      await things
        .find({}, { projection: { [name]: 1 } })
        .sort({ _id: 1 })
        .toArray(),
    ).toEqual([{ _id: 1 }, { _id: 2, [name]: 'b' }, { _id: 3 }]);
    expect(await things.distinct(name)).toEqual(['b']);
    await expect(things.insertOne({ _id: 4, [name]: 'b' })).rejects.toMatchObject({
      code: 11000,
      keyValue: { [name]: 'b' },
    });
    const groups = await things
      .aggregate([
        { $group: { _id: { $ifNull: [`$${name}`, 'none'] }, n: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ])
      .toArray();
    expect(groups).toEqual([
      { _id: 'b', n: 1 },
      { _id: 'none', n: 2 },
    ]);
    await things.updateOne(
      { _id: 1 },
      { $inc: { [name]: 1, [`deep.${name}.${name}`]: 1 }, $rename: { in: name + 1 } },
    );
    expect(await things.findOne({ _id: 1 })).toEqual({
      _id: 1,
      [name]: 1,
      deep: { [name]: { [name]: 1 } },
      [`${name}1`]: {},
    });
    expect(
      await things.aggregate([{ $match: { _id: 3 } }, { $set: { [name]: { $literal: 1 } } }]).toArray(),
    ).toEqual([{ _id: 3, in: {}, [name]: 1 }]);
    expect(
      await things.aggregate([{ $match: { _id: 3 } }, { $project: { [name]: { $literal: 1 } } }]).toArray(),
    ).toEqual([{ _id: 3, [name]: 1 }]);
  });

  it('is no operator, no stage and no accumulator', async () => {
    const things = db.collection('none');
    await things.insertOne({ n: 1 });
    const refused = (run: Promise<unknown>, code: number) =>
      expect(run).rejects.toThrow(expect.objectContaining({ code }));
    const command = (pipeline: Document[]) => things.aggregate(pipeline).toArray();
    await refused(db.command({ [name]: 1 }), 59);
    await refused(command([{ [name]: {} }]), 40324);
    await refused(command([{ $group: { _id: null, x: { [name]: 1 } } }]), 15952);
    await refused(
      db
        .command({ update: 'none', updates: [{ q: {}, u: { $set: { a: 1 }, [name]: { n: 1 } } }] })
        .then((reply) => {
          throw reply.writeErrors[0];
        }),
      9,
    );
  });
});

it('a field named __proto__ is kept as it is', async () => {
  const things = db.collection('protos');
  const document = JSON.parse('{ "__proto__": { "polluted": true }, "a": { "__proto__": 1 } }');
  await things.insertOne({ ...document, _id: 1 as never });
  const bytes = (await things.findOne({ _id: 1 as never }, { raw: true })) as unknown as Buffer;
  expect(bytes.toString('latin1')).toContain('__proto__');
  expect(await things.countDocuments({ polluted: true })).toBe(0);
  expect(await things.countDocuments({ 'a.__proto__': 1 })).toBe(1);
  await things.updateOne({ _id: 1 as never }, { $set: { 'b.__proto__': 2 } });
  expect(await things.countDocuments({ 'b.__proto__': 2 })).toBe(1);
});
