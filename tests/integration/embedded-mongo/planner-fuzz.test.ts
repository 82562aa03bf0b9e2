import { type Collection, type Document, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let client: MongoClient;
beforeAll(async () => {
  database = await openTestDatabase();
  client = await MongoClient.connect(database.uri);
});
afterAll(async () => {
  await client.db().dropDatabase();
  await client.close();
  await database.stop();
});

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { below, pick: <T>(items: readonly T[]) => items[below(items.length)] as T };
}
type Random = ReturnType<typeof randomOf>;

const SCALARS = [0, 1, 2, 2.5, -1, 'a', 'ab', 'abc', 'b', '', null, true, false, new Date(0), new Date(5)];

function aValue(random: Random): unknown {
  const kind = random.below(12);
  if (kind < 9) return random.pick(SCALARS);
  if (kind === 9) return Array.from({ length: random.below(4) }, () => random.pick(SCALARS));
  if (kind === 10) return { x: random.pick(SCALARS) };
  return Array.from({ length: random.below(3) }, () => ({ x: random.pick(SCALARS), y: random.below(3) }));
}

function aDocument(random: Random, _id: number): Document {
  const document: Document = { _id };
  for (const field of ['a', 'b', 'c']) if (random.below(6) > 0) document[field] = aValue(random);
  // only one field of an index may hold an array
  const arrays = ['a', 'b', 'c'].filter((field) => Array.isArray(document[field]));
  for (const field of arrays.slice(1)) document[field] = random.pick(SCALARS);
  return document;
}

const PATHS = ['a', 'b', 'c', 'a.x', 'b.x', 'a.y'];

function aCondition(random: Random): unknown {
  const scalar = random.pick(SCALARS);
  switch (random.below(10)) {
    case 0:
    case 1:
    case 2:
      return scalar;
    case 3:
      return { $in: [scalar, random.pick(SCALARS), random.pick(SCALARS)] };
    case 4:
      return { [random.pick(['$gt', '$gte'])]: scalar };
    case 5:
      return { [random.pick(['$lt', '$lte'])]: scalar };
    case 6:
      return { $gte: random.pick(SCALARS), $lt: random.pick(SCALARS) };
    case 7:
      return random.pick([/^a/, /^ab/, /b/, /^a.c/]);
    case 8:
      return random.pick([
        { $exists: true },
        { $exists: false },
        { $ne: scalar },
        { $nin: [scalar, null] },
        { $size: 1 },
      ]);
    default:
      return random.pick([
        { $elemMatch: { $gte: 0, $lt: 2 } },
        { $elemMatch: { x: scalar } },
        { $all: [scalar] },
        [],
      ]);
  }
}

function aFilter(random: Random, depth = 0): Document {
  const filter: Document = {};
  for (let i = random.below(3) + (depth === 0 ? 1 : 0); i > 0; i--)
    filter[random.pick(PATHS)] = aCondition(random);
  if (depth < 2 && random.below(4) === 0) {
    const operator = random.pick(['$or', '$and', '$nor']);
    filter[operator] = [aFilter(random, depth + 1), aFilter(random, depth + 1)];
  }
  return filter;
}

const INDEXES: Document[] = [
  { key: { a: 1, b: -1, _id: 1 } },
  { key: { b: 1, a: 1 } },
  { key: { c: -1, _id: -1 } },
  { key: { 'a.x': 1, c: 1 } },
  { key: { 'b.x': -1 }, sparse: true },
  { key: { a: 1, c: 1 }, partialFilterExpression: { b: { $gt: 0 } } },
  { key: { c: 1, a: 1 }, partialFilterExpression: { c: { $exists: true } } },
];

async function both(
  collection: Collection<Document>,
  filter: Document,
  sort: Document | undefined,
  limit: number,
) {
  const query = (hint?: Document) => {
    const cursor = collection.find(filter, hint ? { hint } : {});
    if (sort) cursor.sort(sort).limit(limit);
    return cursor.toArray();
  };
  const [planned, scanned] = await Promise.all([query(), query({ $natural: 1 })]);
  const byId = (x: Document, y: Document) => (x._id as unknown as number) - (y._id as unknown as number);
  return sort ? { planned, scanned } : { planned: planned.sort(byId), scanned: scanned.sort(byId) };
}

describe.each([1, 2, 3, 4])('random queries over random documents (seed %s)', (seed) => {
  it('give through indexes what a scan gives, also after random updates', async () => {
    const random = randomOf(seed * 7919);
    const collection = client.db().collection<Document>(`fuzz${seed}`);
    await collection.createIndexes(INDEXES as never);
    await collection.insertMany(Array.from({ length: 200 }, (_, id) => aDocument(random, id)));
    for (let round = 0; round < 250; round++) {
      const filter = aFilter(random);
      const direction = random.pick([1, -1]);
      const sort = random.pick<Document | undefined>([
        undefined,
        { c: direction, _id: direction },
        { a: 1, b: -1, _id: 1 },
        { b: direction, a: direction, _id: 1 },
        { a: direction, _id: -1 },
      ]);
      const { planned, scanned } = await both(collection, filter, sort, 1 + random.below(30));
      const shown = JSON.stringify({ filter, sort }, (_key, value) =>
        value instanceof RegExp ? String(value) : value,
      );
      expect(planned, shown).toEqual(scanned);
      expect(await collection.countDocuments(filter), shown).toBe(
        (await collection.find(filter).hint({ $natural: 1 }).toArray()).length,
      );
      if (round % 5 === 0) {
        const id = random.below(200);
        const { _id, ...values } = aDocument(random, id);
        await collection.replaceOne({ _id: id as never }, values, { upsert: true });
        await collection.deleteOne({ _id: random.below(200) as never });
      }
    }
    expect(await client.db().command({ validate: collection.collectionName })).toMatchObject({ valid: true });
  });
});
