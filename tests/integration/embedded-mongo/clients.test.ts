import { MongoDBSaver } from '@langchain/langgraph-checkpoint-mongodb';
import { MongoClient } from 'mongodb';
import { MongoClient as MongoClient6 } from 'mongodb6';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(async () => {
  const client = await MongoClient.connect(database.uri);
  await client.db().dropDatabase();
  await client.close();
  await database.stop();
});

describe.each([
  ['6', MongoClient6 as unknown as typeof MongoClient],
  ['7', MongoClient],
])('the mongodb driver %s with its default options', (version, Client) => {
  let client: MongoClient;
  beforeAll(async () => {
    client = await Client.connect(
      database.uri.replace('directConnection=true', 'retryWrites=true&w=majority'),
    );
  });
  afterAll(() => client.close());

  it('writes, reads in batches and counts', async () => {
    const collection = client.db().collection<{ n: number }>(`numbers${version}`);
    const { insertedCount } = await collection.insertMany(Array.from({ length: 1000 }, (_, n) => ({ n })));
    expect(insertedCount).toBe(1000);
    expect(await collection.find().batchSize(7).limit(100).skip(5).toArray()).toHaveLength(100);
    const seen: number[] = [];
    for await (const { n } of collection.find().sort({ n: -1 }).batchSize(99)) seen.push(n);
    expect(seen).toEqual(Array.from({ length: 1000 }, (_, i) => 999 - i));
    expect(await collection.countDocuments({ n: { $lt: 10 } })).toBe(10);
    expect(await collection.estimatedDocumentCount()).toBe(1000);
    expect(await collection.distinct('n', { n: { $lt: 3 } })).toEqual([0, 1, 2]);
    expect(await collection.deleteMany({ n: { $gte: 500 } })).toMatchObject({ deletedCount: 500 });
  });

  it('reports each failed document of an insertMany by its position', async () => {
    const collection = client.db().collection<{ _id: number }>(`failing${version}`);
    const documents = [1, 2, 1, 3, 2].map((_id) => ({ _id }));
    const ordered = await collection.insertMany(documents).catch((error) => error);
    expect(ordered).toMatchObject({ code: 11000, insertedCount: 2 });
    await collection.deleteMany({});
    const unordered = await collection.insertMany(documents, { ordered: false }).catch((error) => error);
    expect(unordered.writeErrors.map((error: { index: number }) => error.index)).toEqual([2, 4]);
    expect(await collection.countDocuments()).toBe(3);
  });

  it('runs a collection bulkWrite of every kind', async () => {
    const collection = client.db().collection<{ _id: number; n?: number }>(`bulk${version}`);
    const result = await collection.bulkWrite([
      { insertOne: { document: { _id: 1, n: 1 } } },
      { insertOne: { document: { _id: 2, n: 2 } } },
      { updateOne: { filter: { _id: 1 }, update: { $inc: { n: 5 } } } },
      { updateMany: { filter: {}, update: { $inc: { n: 1 } } } },
      { replaceOne: { filter: { _id: 3 }, replacement: { n: 9 }, upsert: true } },
      { deleteOne: { filter: { _id: 2 } } },
    ]);
    expect(result).toMatchObject({ insertedCount: 2, modifiedCount: 3, deletedCount: 1, upsertedCount: 1 });
    expect(await collection.find().toArray()).toEqual([
      { _id: 1, n: 7 },
      { _id: 3, n: 9 },
    ]);
  });

  it('runs a client bulkWrite over two collections', async () => {
    const db = client.db().databaseName;
    const result = await client.bulkWrite([
      { name: 'insertOne', namespace: `${db}.cb${version}a`, document: { _id: 1 as never } },
      {
        name: 'updateOne',
        namespace: `${db}.cb${version}a`,
        filter: { _id: 1 as never },
        update: { $set: { n: 2 } },
      },
      { name: 'insertOne', namespace: `${db}.cb${version}b`, document: {} },
      { name: 'deleteMany', namespace: `${db}.cb${version}b`, filter: {} },
    ]);
    expect(result).toMatchObject({ insertedCount: 2, modifiedCount: 1, deletedCount: 1 });
  });

  it('is told that transactions need a replica set', async () => {
    const error = await client
      .withSession((session) =>
        session.withTransaction(() => client.db().collection('t').insertOne({ a: 1 }, { session })),
      )
      .catch((thrown) => thrown);
    // driver 7 puts its own advice around the server's error
    expect(error.code ?? error.originalError?.code).toBe(20);
  });

  it("gets MongoDB's own errors for what the server does not do", async () => {
    const db = client.db();
    await expect(db.command({ nonsense: 1 })).rejects.toMatchObject({
      code: 59,
      codeName: 'CommandNotFound',
    });
    await expect(db.command({ ping: 1, nonsense: 1 })).rejects.toMatchObject({ code: 40415 });
    await expect(
      db
        .collection('x')
        .aggregate([{ $nonsense: {} }])
        .toArray(),
    ).rejects.toMatchObject({ code: 40324 });
    await expect(db.collection('x').createIndex({ a: 'text' })).rejects.toMatchObject({ code: 67 });
    await expect(db.collection('x').insertOne({ _id: [1] as never })).rejects.toMatchObject({ code: 53 });
    await expect(db.collection('numbers6').find().hint('no_such_index').toArray()).rejects.toMatchObject({
      code: 2,
    });
    await expect(
      db.collection('x').insertOne({ text: 'x'.repeat(16 * 1024 * 1024 + 100_000) }),
    ).rejects.toBeInstanceOf(Error);
  });

  it('lists, drops and makes collections, databases and indexes', async () => {
    const db = client.db(`${client.db().databaseName}_v${version}`);
    await db.createCollection('one');
    await expect(db.createCollection('one')).rejects.toMatchObject({ code: 48 });
    await db.collection('two').createIndex({ a: 1, b: -1 }, { unique: true, sparse: true });
    expect((await db.listCollections().toArray()).map(({ name }) => name).sort()).toEqual(['one', 'two']);
    expect(await db.collection('two').indexes()).toMatchObject([
      { name: '_id_' },
      { name: 'a_1_b_-1', key: { a: 1, b: -1 }, unique: true, sparse: true },
    ]);
    await db.collection('two').dropIndex('a_1_b_-1');
    expect(await db.collection('two').indexes()).toHaveLength(1);
    await db.dropCollection('one');
    await db.dropDatabase();
    const { databases } = await client.db('admin').admin().listDatabases();
    expect(databases.some(({ name }) => name === db.databaseName)).toBe(false);
  });
});

describe('Mongoose', () => {
  it('creates, populates, iterates, aggregates and reports duplicates', async () => {
    const connection = await mongoose.createConnection(database.uri).asPromise();
    try {
      const Company = connection.model(
        'Company',
        new mongoose.Schema({ name: { type: String, unique: true } }),
      );
      const Person = connection.model(
        'Person',
        new mongoose.Schema(
          { name: String, company: { type: mongoose.Schema.Types.ObjectId, ref: 'Company' }, age: Number },
          { timestamps: true },
        ),
      );
      await Promise.all([Company.init(), Person.init()]);
      const acme = await Company.create({ name: 'Acme' });
      await Person.insertMany([
        { name: 'Jane', company: acme._id, age: 30 },
        { name: 'Joe', company: acme._id, age: 40 },
      ]);
      const jane = await Person.findOne({ name: 'Jane' }).populate<{ company: { name: string } }>('company');
      expect(jane?.company.name).toBe('Acme');
      const names: string[] = [];
      for await (const person of Person.find().sort({ age: -1 }).cursor({ batchSize: 1 }))
        names.push(String(person.name));
      expect(names).toEqual(['Joe', 'Jane']);
      expect(
        await Person.aggregate([
          { $match: { age: { $gte: 30 } } },
          { $lookup: { from: 'companies', localField: 'company', foreignField: '_id', as: 'company' } },
          { $unwind: '$company' },
          { $group: { _id: '$company.name', average: { $avg: '$age' }, people: { $push: '$name' } } },
        ]),
      ).toEqual([{ _id: 'Acme', average: 35, people: ['Jane', 'Joe'] }]);
      await expect(Company.create({ name: 'Acme' })).rejects.toMatchObject({
        code: 11000,
        keyPattern: { name: 1 },
        keyValue: { name: 'Acme' },
        message:
          /E11000 duplicate key error collection: .*companies index: name_1 dup key: \{ name: "Acme" \}/,
      });
      if (!jane) throw new Error('Jane is gone');
      jane.age = 31;
      await jane.save();
      expect(await Person.exists({ age: 31 })).toMatchObject({ _id: jane._id });
      expect(await Person.countDocuments()).toBe(2);
    } finally {
      await connection.close();
    }
  });
});

describe('the LangGraph checkpoint saver', () => {
  it('puts, gets, lists and deletes checkpoints and writes', async () => {
    const client = new MongoClient(database.uri);
    const saver = new MongoDBSaver({ client: client as never, dbName: 'checkpoints_test' });
    const checkpoint = (id: string, step: number) => ({
      v: 4,
      id,
      ts: new Date(step).toISOString(),
      channel_values: { messages: [`hello ${step}`], bytes: new Uint8Array([1, 2, 3]) },
      channel_versions: { messages: step },
      versions_seen: {},
    });
    const config = { configurable: { thread_id: 't1', checkpoint_ns: '' } };
    const metadata = (step: number) => ({ source: 'loop' as const, step, parents: {} });
    const first = await saver.put(config, checkpoint('1ef-a', 1), metadata(1));
    const second = await saver.put(first, checkpoint('1ef-b', 2), metadata(2));
    await saver.putWrites(second, [['messages', 'pending']], 'task-1');
    expect(await saver.getTuple(config)).toMatchObject({
      checkpoint: { id: '1ef-b', channel_values: { messages: ['hello 2'] } },
      metadata: { step: 2 },
      pendingWrites: [['task-1', 'messages', 'pending']],
    });
    const listed: string[] = [];
    for await (const tuple of saver.list(config, { limit: 5 })) listed.push(tuple.checkpoint.id);
    expect(listed).toEqual(['1ef-b', '1ef-a']);
    await saver.deleteThread('t1');
    expect(await saver.getTuple(config)).toBeUndefined();
    await client.db('checkpoints_test').dropDatabase();
    await client.close();
  });
});
