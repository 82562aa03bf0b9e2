import { Binary, Decimal128, type Document, Long, MaxKey, MinKey, MongoClient, ObjectId } from 'mongodb';
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

let collections = 0;

/** The ids of the documents that match, with and without an index on the field; both must agree. */
async function idsOf(documents: Document[], filter: Document, indexed: string): Promise<unknown[]> {
  const collection = client.db().collection<{ _id: number }>(`c${++collections}`);
  await collection.insertMany(documents.map((document, _id) => ({ _id, ...document })));
  const scanned = await collection.find(filter).sort({ _id: 1 }).toArray();
  await collection.createIndex({ [indexed]: 1 });
  const viaIndex = await collection
    .find(filter)
    .hint({ [indexed]: 1 })
    .sort({ _id: 1 })
    .toArray();
  expect(viaIndex, 'the same documents through an index').toEqual(scanned);
  expect(await collection.countDocuments(filter), 'the same count').toBe(scanned.length);
  return scanned.map(({ _id }) => _id);
}

const MIXED: Document[] = [
  { a: null },
  {},
  { a: 3 },
  { a: 7 },
  { a: '5' },
  { a: [1, 9] },
  { a: [] },
  { a: { b: 1 } },
  { a: true },
  { a: new Date(6) },
  { a: new ObjectId('0123456789abcdef01234567') },
  { a: Long.fromString('9007199254740993') },
  { a: Decimal128.fromString('3') },
  { a: [[1, 9]] },
  { a: Number.NaN },
  { a: [null] },
];

describe('a condition on one field matches', () => {
  it.each<[string, Document, number[]]>([
    ['null or missing for null', { a: null }, [0, 1, 15]],
    ['everything else for $ne null', { a: { $ne: null } }, [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]],
    ['null but not missing for $type null', { a: { $type: 'null' } }, [0, 15]],
    [
      'fields that are there, null too, for $exists',
      { a: { $exists: true } },
      [0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    ],
    ['missing fields only for $exists false', { a: { $exists: false } }, [1]],
    ['numbers of any type that are equal', { a: 3 }, [2, 12]],
    ['only numbers for $gt a number', { a: { $gt: 5 } }, [3, 5, 11]],
    ['only strings for $gt a string', { a: { $gt: '1' } }, [4]],
    ['only dates for $lt a date', { a: { $lt: new Date(7) } }, [9]],
    ['booleans for $lte true', { a: { $lte: true } }, [8]],
    ['null and missing for $gte null', { a: { $gte: null } }, [0, 1, 15]],
    ['nothing for $gt null', { a: { $gt: null } }, []],
    ['an item of an array', { a: 9 }, [5]],
    ['a whole array, or an array within the array', { a: [1, 9] }, [5, 13]],
    ['the empty array', { a: [] }, [6]],
    ['a document field by field', { a: { b: 1 } }, [7]],
    ['one of $in, null meaning missing too', { a: { $in: [null, 7] } }, [0, 1, 3, 15]],
    ['none of $nin', { a: { $nin: [null, 3, 7, []] } }, [4, 5, 7, 8, 9, 10, 11, 13, 14]],
    ['ranges met by different items of an array', { a: { $gt: 8, $lt: 2 } }, [5]],
    ['one item that meets all for $elemMatch', { a: { $elemMatch: { $gt: 0, $lt: 2 } } }, [5]],
    ['$size of the array itself', { a: { $size: 2 } }, [5]],
    ['$all items', { a: { $all: [1, 9] } }, [5]],
    [
      'a negated range, missing included',
      { a: { $not: { $gt: 5 } } },
      [0, 1, 2, 4, 6, 7, 8, 9, 10, 12, 13, 14, 15],
    ],
    ['a long beyond the doubles', { a: Long.fromString('9007199254740993') }, [11]],
    ['not its neighbour', { a: Long.fromString('9007199254740992') }, []],
    ['NaN as itself', { a: Number.NaN }, [14]],
  ])('%s', async (_title, filter, expected) => {
    expect(await idsOf(MIXED, filter, 'a')).toEqual(expected);
  });
});

const NESTED: Document[] = [
  {
    a: [
      { b: 1, c: 2 },
      { b: 3, c: 4 },
    ],
  },
  { a: { b: 1, c: 4 } },
  { a: [{ c: 2 }] },
  { a: [] },
  { a: [1, 2] },
  { a: 5 },
  { a: null },
  {},
  { a: [{ b: [1, 2] }, { b: 9 }] },
  { a: [{ b: null }] },
];

it('a dotted path leads into what looks like a reference', async () => {
  const collection = client.db().collection<Document>('references');
  await collection.insertMany([{ ref: { $ref: 'people', $id: 5 } }, { ref: { $ref: 'people', $id: 6 } }]);
  expect(await collection.countDocuments({ 'ref.$id': 5 })).toBe(1);
  expect(await collection.countDocuments({ 'ref.$ref': 'people' })).toBe(2);
});

describe('a dotted path matches', () => {
  it.each<[string, Document, string, number[]]>([
    ['through arrays and documents', { 'a.b': 1 }, 'a.b', [0, 1, 8]],
    ['by position', { 'a.0.b': 1 }, 'a.0.b', [0, 8]],
    ['conditions met by different items', { 'a.b': 1, 'a.c': 4 }, 'a.b', [0, 1]],
    ['conditions met by one item with $elemMatch', { a: { $elemMatch: { b: 1, c: 4 } } }, 'a.b', []],
    ['null where the last step is missing', { 'a.b': null }, 'a.b', [2, 5, 6, 7, 9]],
    ['not null where any item has a value', { 'a.b': { $ne: null } }, 'a.b', [0, 1, 3, 4, 8]],
    ['$exists through arrays', { 'a.b': { $exists: true } }, 'a.b', [0, 1, 8, 9]],
    ['$exists false', { 'a.b': { $exists: false } }, 'a.b', [2, 3, 4, 5, 6, 7]],
    ['ranges', { 'a.b': { $gte: 3 } }, 'a.b', [0, 8]],
  ])('%s', async (_title, filter, indexed, expected) => {
    expect(await idsOf(NESTED, filter, indexed)).toEqual(expected);
  });
});

const WORDS: Document[] = [
  { a: 'anna' },
  { a: 'Anna' },
  { a: 'annabel' },
  { a: 'bob' },
  { a: 'an.x' },
  { a: ['zoe', 'anne'] },
  { a: 'ann\u{1F600}' },
  { a: '\u00e9ann' },
  { a: 5 },
];

describe('a regular expression matches', () => {
  it.each<[string, Document, number[]]>([
    ['an anchored beginning', { a: /^ann/ }, [0, 2, 5, 6]],
    ['an anchored beginning, any case', { a: { $regex: '^ann', $options: 'i' } }, [0, 1, 2, 5, 6]],
    ['an escaped beginning', { a: /^an\.x/ }, [4]],
    ['a beginning with a quantifier', { a: /^annab*/ }, [0, 2]],
    ['an optional last letter', { a: /^annab?/ }, [0, 2]],
    ['an alternative', { a: /^anna|bob/ }, [0, 2, 3]],
    ['anywhere', { a: /nn/ }, [0, 1, 2, 5, 6, 7]],
    ['one of $in', { a: { $in: [/^bo/, 'Anna', 5] } }, [1, 3, 8]],
    ['$not', { a: { $not: /^an/ } }, [1, 3, 7, 8]],
    ['an inline option', { a: { $regex: '(?i)^ANNA$' } }, [0, 1]],
    ['the whole string', { a: /^anna$/ }, [0]],
  ])('%s', async (_title, filter, expected) => {
    expect(await idsOf(WORDS, filter, 'a')).toEqual(expected);
  });
});

describe('logical operators match', () => {
  const rows: Document[] = [{ a: 1, b: 1 }, { a: 1, b: 2 }, { a: 2, b: 1 }, { b: 3 }];
  it.each<[string, Document, number[]]>([
    ['$or', { $or: [{ a: 2 }, { b: 2 }] }, [1, 2]],
    ['$and of the same field', { $and: [{ a: { $gte: 1 } }, { a: { $lt: 2 } }] }, [0, 1]],
    ['$nor', { $nor: [{ a: 1 }, { b: 3 }] }, [2]],
    ['$expr between fields', { $expr: { $eq: ['$a', '$b'] } }, [0]],
    ['$or over a paging condition', { $or: [{ a: { $gt: 1 } }, { a: 1, b: { $gt: 1 } }] }, [1, 2]],
    ['$mod', { b: { $mod: [2, 1] } }, [0, 2, 3]],
    ['$bitsAllSet', { b: { $bitsAllSet: [0, 1] } }, [3]],
    ['nothing for an empty $in', { a: { $in: [] } }, []],
  ])('%s', async (_title, filter, expected) => {
    expect(await idsOf(rows, filter, 'a')).toEqual(expected);
  });
});

describe('a query with a mistake is refused', () => {
  it.each<[string, Document, number]>([
    ['an unknown operator', { a: { $foo: 1 } }, 2],
    ['an unknown top level operator', { $foo: 1 }, 2],
    ['an empty $or', { $or: [] }, 2],
    ['$in without an array', { a: { $in: 1 } }, 2],
    ['a broken regular expression', { a: { $regex: '(' } }, 51091],
    ['an operator beside a field', { a: { $gt: 1, b: 2 } }, 2],
    ['a wrong $size', { a: { $size: -1 } }, 2],
    ['an unknown expression', { $expr: { $nonsense: 1 } }, 168],
  ])('%s', async (_title, filter, code) => {
    await expect(client.db().collection('refused').find(filter).toArray()).rejects.toMatchObject({ code });
  });
});

describe('sort', () => {
  const values = [
    { a: 'text' },
    { a: 5 },
    { a: { z: 1 } },
    { a: [4, 30] },
    { a: true },
    { a: new Date(0) },
    { a: null },
    {},
    { a: new ObjectId('0123456789abcdef01234567') },
    { a: new Binary(Buffer.from('x')) },
    { a: /x/ },
    { a: new MinKey() },
    { a: new MaxKey() },
    { a: [] },
    { a: 'Text' },
    { a: Decimal128.fromString('4.5') },
  ];
  const ascending = [11, 13, 6, 7, 3, 15, 1, 14, 0, 2, 9, 8, 4, 5, 10, 12];

  it.each([false, true])('orders mixed types as MongoDB does (through an index: %s)', async (isIndexed) => {
    const collection = client.db().collection<{ _id: number }>(`sort${isIndexed}`);
    await collection.insertMany(values.map((value, _id) => ({ _id, ...value })));
    if (isIndexed) await collection.createIndex({ a: 1, _id: 1 });
    const ids = async (direction: 1 | -1) =>
      (await collection.find().sort({ a: direction, _id: direction }).toArray()).map(({ _id }) => _id);
    expect(await ids(1)).toEqual(ascending);
    // descending, an array counts by its greatest item
    expect(await ids(-1)).toEqual([12, 10, 5, 4, 8, 9, 2, 0, 14, 3, 1, 15, 7, 6, 13, 11]);
  });

  it('orders by several fields, skips and limits', async () => {
    const collection = client.db().collection<{ _id: number; g: number; n: number }>('multi');
    await collection.insertMany(Array.from({ length: 30 }, (_, _id) => ({ _id, g: _id % 3, n: _id })));
    const expected = [27, 24, 21, 18, 15, 12, 9, 6, 3, 0, 28, 25].slice(2);
    const query = () => collection.find().sort({ g: 1, n: -1 }).skip(2).limit(10);
    expect((await query().toArray()).map(({ _id }) => _id)).toEqual(expected);
    await collection.createIndex({ g: 1, n: -1 });
    expect((await query().toArray()).map(({ _id }) => _id)).toEqual(expected);
    expect((await query().batchSize(3).toArray()).map(({ _id }) => _id)).toEqual(expected);
  });
});

describe('projection', () => {
  const document = {
    _id: 1,
    a: 1,
    b: { c: 2, d: 3 },
    list: [
      { x: 1, y: 1 },
      { x: 2, y: 2 },
      { x: 3, y: 3 },
    ],
  };
  it.each<[string, Document, Document]>([
    ['includes', { a: 1 }, { _id: 1, a: 1 }],
    ['leaves out _id', { a: 1, _id: 0 }, { a: 1 }],
    ['excludes', { b: 0, list: 0 }, { _id: 1, a: 1 }],
    ['goes into documents', { 'b.c': 1 }, { _id: 1, b: { c: 2 } }],
    ['excludes inside documents', { 'b.c': 0, list: 0 }, { _id: 1, a: 1, b: { d: 3 } }],
    ['goes into arrays', { 'list.x': 1, _id: 0 }, { list: [{ x: 1 }, { x: 2 }, { x: 3 }] }],
    ['slices', { list: { $slice: -1 }, a: 1 }, { _id: 1, a: 1, list: [{ x: 3, y: 3 }] }],
    ['slices with a start', { list: { $slice: [1, 1] }, b: 0 }, { _id: 1, a: 1, list: [{ x: 2, y: 2 }] }],
    [
      'takes the first that matches',
      { list: { $elemMatch: { x: { $gt: 1 } } } },
      { _id: 1, list: [{ x: 2, y: 2 }] },
    ],
    ['goes into documents by a nested form', { b: { c: 1 } }, { _id: 1, b: { c: 2 } }],
    ['excludes by a nested form', { b: { c: 0 }, list: 0 }, { _id: 1, a: 1, b: { d: 3 } }],
    ['computes', { _id: 0, sum: { $add: ['$a', '$b.c'] } }, { sum: 3 }],
  ])('%s', async (_title, projection, expected) => {
    const collection = client.db().collection<{ _id: number }>(`p${++collections}`);
    await collection.insertOne(document);
    expect(await collection.findOne({}, { projection })).toEqual(expected);
  });

  it('takes the matched item for the positional operator', async () => {
    const collection = client.db().collection('positional');
    await collection.insertOne({ list: [{ x: 1 }, { x: 2 }] });
    expect(await collection.findOne({ 'list.x': 2 }, { projection: { _id: 0, 'list.$': 1 } })).toEqual({
      list: [{ x: 2 }],
    });
  });

  it('refuses to include and exclude at once', async () => {
    await expect(
      client
        .db()
        .collection('multi')
        .findOne({}, { projection: { a: 1, b: 0 } }),
    ).rejects.toMatchObject({ code: 31254 });
  });
});
