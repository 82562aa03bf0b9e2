import { Decimal128, type Document, Long, MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let database: TestDatabase;
let client: MongoClient;
const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const DEALS: Document[] = [
  { _id: 1, owner: 'ann', stage: 'won', value: 100, at: day(1), tags: ['a', 'b'], company: 10 },
  { _id: 2, owner: 'bob', stage: 'open', value: 50, at: day(2), tags: ['b'], company: 11 },
  { _id: 3, owner: 'ann', stage: 'open', value: 25.5, at: day(35), tags: [], company: 10 },
  { _id: 4, owner: null, stage: 'lost', value: 10, at: day(36), company: 99 },
  { _id: 5, stage: 'open', value: 5, at: day(40), tags: ['a'] },
];

beforeAll(async () => {
  database = await openTestDatabase();
  client = await MongoClient.connect(database.uri);
  await client.db().collection('deals').insertMany(DEALS);
  await client
    .db()
    .collection<Document>('companies')
    .insertMany([
      { _id: 10 as never, name: 'Acme', size: 5 },
      { _id: 11 as never, name: 'Globex', size: 50 },
    ]);
});
afterAll(async () => {
  await client.db().dropDatabase();
  await client.close();
  await database.stop();
});

const run = (pipeline: Document[]) => client.db().collection('deals').aggregate(pipeline).toArray();

describe('a pipeline', () => {
  it.each<[string, Document[], Document[]]>([
    [
      'groups and sorts, null and missing together',
      [{ $group: { _id: '$owner', total: { $sum: '$value' }, n: { $sum: 1 } } }, { $sort: { total: -1 } }],
      [
        { _id: 'ann', total: 125.5, n: 2 },
        { _id: 'bob', total: 50, n: 1 },
        { _id: null, total: 15, n: 2 },
      ],
    ],
    [
      'groups by several fields with every common accumulator',
      [
        { $match: { owner: 'ann' } },
        { $sort: { value: 1 } },
        {
          $group: {
            _id: { owner: '$owner' },
            min: { $min: '$value' },
            max: { $max: '$value' },
            avg: { $avg: '$value' },
            first: { $first: '$_id' },
            last: { $last: '$_id' },
            all: { $push: '$stage' },
            set: { $addToSet: '$owner' },
          },
        },
      ],
      [
        {
          _id: { owner: 'ann' },
          min: 25.5,
          max: 100,
          avg: 62.75,
          first: 3,
          last: 1,
          all: ['open', 'won'],
          set: ['ann'],
        },
      ],
    ],
    ['counts', [{ $match: { stage: 'open' } }, { $count: 'n' }], [{ n: 3 }]],
    ['counts nothing as no document', [{ $match: { stage: 'none' } }, { $count: 'n' }], []],
    [
      'unwinds, without empty or missing arrays',
      [{ $unwind: '$tags' }, { $group: { _id: '$tags', n: { $sum: 1 } } }, { $sort: { _id: 1 } }],
      [
        { _id: 'a', n: 2 },
        { _id: 'b', n: 2 },
      ],
    ],
    [
      'unwinds and keeps them when asked',
      [{ $unwind: { path: '$tags', preserveNullAndEmptyArrays: true } }, { $count: 'n' }],
      [{ n: 6 }],
    ],
    [
      'looks up by field',
      [
        { $match: { _id: { $in: [1, 4] } } },
        { $lookup: { from: 'companies', localField: 'company', foreignField: '_id', as: 'c' } },
        { $project: { 'c.name': 1 } },
      ],
      [
        { _id: 1, c: [{ name: 'Acme' }] },
        { _id: 4, c: [] },
      ],
    ],
    [
      'looks up by pipeline with variables',
      [
        { $match: { _id: 2 } },
        {
          $lookup: {
            from: 'companies',
            let: { id: '$company' },
            pipeline: [{ $match: { $expr: { $eq: ['$_id', '$$id'] } } }, { $project: { _id: 0, name: 1 } }],
            as: 'c',
          },
        },
        { $project: { c: 1 } },
      ],
      [{ _id: 2, c: [{ name: 'Globex' }] }],
    ],
    [
      'computes dates',
      [
        { $group: { _id: { $dateToString: { format: '%Y-%m', date: '$at' } }, n: { $sum: 1 } } },
        { $sort: { _id: 1 } },
      ],
      [
        { _id: '2026-01', n: 2 },
        { _id: '2026-02', n: 3 },
      ],
    ],
    [
      'computes conditions',
      [
        { $match: { _id: { $lte: 2 } } },
        {
          $project: {
            big: { $cond: [{ $gte: ['$value', 100] }, 'yes', 'no'] },
            half: { $divide: ['$value', 2] },
            none: { $ifNull: ['$nothing', 'x'] },
          },
        },
      ],
      [
        { _id: 1, big: 'yes', half: 50, none: 'x' },
        { _id: 2, big: 'no', half: 25, none: 'x' },
      ],
    ],
    [
      'runs several pipelines at once',
      [
        {
          $facet: {
            n: [{ $count: 'n' }],
            top: [{ $sort: { value: -1 } }, { $limit: 1 }, { $project: { value: 1 } }],
          },
        },
      ],
      [{ n: [{ n: 5 }], top: [{ _id: 1, value: 100 }] }],
    ],
    ['sorts by count', [{ $sortByCount: '$stage' }, { $limit: 1 }], [{ _id: 'open', count: 3 }]],
    [
      'fills buckets',
      [
        {
          $bucket: {
            groupBy: '$value',
            boundaries: [0, 20, 60],
            default: 'more',
            output: { n: { $sum: 1 } },
          },
        },
      ],
      [
        { _id: 0, n: 2 },
        { _id: 20, n: 2 },
        { _id: 'more', n: 1 },
      ],
    ],
    [
      'skips and limits',
      [{ $sort: { _id: -1 } }, { $skip: 1 }, { $limit: 2 }, { $project: { _id: 1 } }],
      [{ _id: 4 }, { _id: 3 }],
    ],
    [
      'matches and sorts after a stage as a query does',
      [{ $project: { v: '$value', owner: 1 } }, { $match: { owner: null } }, { $sort: { v: 1 } }],
      [
        { _id: 5, v: 5 },
        { _id: 4, v: 10, owner: null },
      ],
    ],
    [
      'replaces the root and unites collections',
      [
        { $match: { _id: 1 } },
        { $replaceRoot: { newRoot: { name: '$owner' } } },
        {
          $unionWith: {
            coll: 'companies',
            pipeline: [{ $match: { _id: 10 } }, { $project: { _id: 0, name: 1 } }],
          },
        },
      ],
      [{ name: 'ann' }, { name: 'Acme' }],
    ],
    [
      'removes fields with $$REMOVE and $unset',
      [
        { $match: { _id: 1 } },
        { $set: { stage: '$$REMOVE', 'x.y': 1 } },
        { $unset: ['at', 'tags', 'company'] },
      ],
      [{ _id: 1, owner: 'ann', value: 100, x: { y: 1 } }],
    ],
  ])('%s', async (_title, pipeline, expected) => {
    expect(await run(pipeline)).toEqual(expected);
  });

  it('reads dates on the clock of any zone of the IANA list, with summer time', async () => {
    const local = (timezone: string, iso: string) => ({
      $dateToString: { date: new Date(iso), format: '%Y-%m-%d %H:%M', timezone },
    });
    const [shown] = await run([
      { $limit: 1 },
      {
        $project: {
          _id: 0,
          utc: local('UTC', '2026-07-01T00:30:00Z'),
          far: local('America/Argentina/Buenos_Aires', '2026-07-01T00:30:00Z'),
          offset: local('+05:45', '2026-07-01T00:30:00Z'),
          before: local('America/New_York', '2026-03-08T06:59:00Z'),
          after: local('America/New_York', '2026-03-08T07:00:00Z'),
          hour: { $hour: { date: '$at', timezone: 'Asia/Kathmandu' } },
          missing: { $dateToString: { date: '$nothing', timezone: 'UTC', onNull: 'none' } },
        },
      },
    ]);
    expect(shown).toEqual({
      utc: '2026-07-01 00:30',
      far: '2026-06-30 21:30',
      offset: '2026-07-01 06:15',
      before: '2026-03-08 01:59',
      after: '2026-03-08 03:00',
      hour: 5,
      missing: 'none',
    });
  });

  it('hands out its results in batches', async () => {
    const numbers = client.db().collection('numbers');
    await numbers.insertMany(Array.from({ length: 500 }, (_, n) => ({ n })));
    const cursor = numbers.aggregate([{ $sort: { n: 1 } }, { $project: { _id: 0, n: 1 } }], { batchSize: 7 });
    expect(await cursor.toArray()).toEqual(Array.from({ length: 500 }, (_, n) => ({ n })));
  });

  it.each<[string, Document[], number]>([
    ['an unknown stage', [{ $foo: {} }], 40324],
    ['two stages in one', [{ $match: {}, $limit: 1 }], 40323],
    ['an unknown expression', [{ $project: { a: { $foo: 1 } } }], 168],
    ['a group without _id', [{ $group: { n: { $sum: 1 } } }], 15955],
    ['a limit of zero', [{ $limit: 0 }], 15958],
    [
      'an unknown time zone',
      [{ $project: { a: { $dateToString: { date: '$at', timezone: 'Mars/Olympus' } } } }],
      40485,
    ],
    ['an unknown operator in $match', [{ $match: { a: { $foo: 1 } } }], 2],
  ])('refuses %s', async (_title, pipeline, code) => {
    await expect(run(pipeline)).rejects.toMatchObject({ code });
  });
});

describe('an expression', () => {
  const decimal = Decimal128.fromString;
  const value = async (document: Document, expression: unknown) => {
    const collection = client.db().collection<Document>('values');
    await collection.deleteMany({});
    await collection.insertOne(document);
    const [found] = await collection.aggregate([{ $project: { _id: 0, x: expression } }]).toArray();
    return found?.x;
  };

  it.each<[string, Document, unknown, unknown]>([
    ['compares values of different types by their order', { a: 'x', b: 5 }, { $gt: ['$a', '$b'] }, true],
    ['puts a missing value before null', {}, { $lt: ['$a', null] }, true],
    ['does not take a missing value for null', {}, { $eq: ['$a', null] }, false],
    ['compares decimals by value', { a: decimal('1.10') }, { $eq: ['$a', decimal('1.1')] }, true],
    ['compares decimals with numbers', { a: decimal('2.5') }, { $gt: ['$a', 2] }, true],
    [
      'compares longs beyond the doubles',
      { a: Long.MAX_VALUE },
      { $lt: ['$a', Long.MAX_VALUE.sub(1)] },
      false,
    ],
    ['knows that a decimal is a number', { a: decimal('1') }, { $isNumber: '$a' }, true],
    ['names the type of a decimal', { a: decimal('1') }, { $type: '$a' }, 'decimal'],
    ['names the type of a missing value', {}, { $type: '$a' }, 'missing'],
    ['makes nothing of null in capitals', { a: null }, { $toUpper: '$a' }, ''],
    ['counts weeks from the first Sunday', { a: new Date('2026-03-15T13:00:00Z') }, { $week: '$a' }, 11],
    [
      'counts what is before the first Sunday as week 0',
      { a: new Date('2026-01-03T00:00:00Z') },
      { $week: '$a' },
      0,
    ],
  ])('%s', async (_title, document, expression, expected) => {
    expect(await value(document, expression)).toBe(expected);
  });
});

describe('a date', () => {
  const added = async (startDate: string, rest: Document, operator = '$dateAdd') => {
    const collection = client.db().collection<Document>('dates');
    await collection.deleteMany({});
    await collection.insertOne({ d: new Date(startDate) });
    const argument = { startDate: '$d', ...rest };
    const [found] = await collection.aggregate([{ $project: { x: { [operator]: argument } } }]).toArray();
    return found?.x.toISOString();
  };

  it('a month after the last of a longer month is the last of the shorter one', async () => {
    expect(await added('2026-01-31T10:00:00Z', { unit: 'month', amount: 1 })).toBe(
      '2026-02-28T10:00:00.000Z',
    );
    expect(await added('2026-03-31T10:00:00Z', { unit: 'month', amount: 1 }, '$dateSubtract')).toBe(
      '2026-02-28T10:00:00.000Z',
    );
    expect(await added('2024-02-29T10:00:00Z', { unit: 'year', amount: 1 })).toBe('2025-02-28T10:00:00.000Z');
  });

  it('a day later is the same time on the clock, over a change to summer time too', async () => {
    const day = { unit: 'day', amount: 1, timezone: 'Europe/Berlin' };
    expect(await added('2026-03-28T12:00:00Z', day)).toBe('2026-03-29T11:00:00.000Z');
    expect(await added('2026-03-28T12:00:00Z', { ...day, timezone: '+01:00' })).toBe(
      '2026-03-29T12:00:00.000Z',
    );
  });
});

describe('an accumulator', () => {
  const grouped = async (documents: Document[], group: Document) => {
    const collection = client.db().collection<Document>('grouped');
    await collection.deleteMany({});
    await collection.insertMany(documents);
    const [found] = await collection.aggregate([{ $group: { _id: null, ...group } }]).toArray();
    return found;
  };

  it('adds up and averages decimals without loss', async () => {
    const documents = ['0.1', '0.2', '0.6'].map((price) => ({ price: Decimal128.fromString(price) }));
    const { sum, average } = (await grouped(documents, {
      sum: { $sum: '$price' },
      average: { $avg: '$price' },
    })) as Document;
    expect(String(sum)).toBe('0.9');
    expect(Number(String(average))).toBe(0.3);
  });

  it('takes extremes in the order of types and passes over what is missing', async () => {
    const documents = [{ a: 5 }, { a: 'text' }, {}, { a: null }, { a: Decimal128.fromString('4.5') }];
    const found = (await grouped(documents, { min: { $min: '$a' }, max: { $max: '$a' } })) as Document;
    expect([String(found.min), found.max]).toEqual(['4.5', 'text']);
  });

  it('takes the first and last as they stand, missing or not, and merges what expressions make', async () => {
    const documents = [{ b: 1 }, { a: [1, 2], b: 2 }, { a: 5, b: 3 }];
    const found = await grouped(documents, {
      first: { $first: '$a' },
      last: { $last: '$a' },
      two: { $firstN: { n: 2, input: '$b' } },
      merged: { $mergeObjects: { x: '$a', y: '$b' } },
    });
    expect(found).toMatchObject({ first: null, last: 5, two: [1, 2], merged: { x: 5, y: 3 } });
  });

  it('lists no value for a document that has none', async () => {
    const documents = [{ a: 1 }, {}, { a: null }, { a: 1 }];
    const found = (await grouped(documents, { all: { $push: '$a' }, set: { $addToSet: '$a' } })) as Document;
    expect(found.all).toEqual([1, null, 1]);
    expect(found.set).toEqual(expect.arrayContaining([1, null]));
    expect(found.set).toHaveLength(2);
  });
});

it('$sample gives each document at most once', async () => {
  const ids = (await run([{ $sample: { size: 50 } }])).map(({ _id }) => _id);
  expect(ids.sort()).toEqual([1, 2, 3, 4, 5]);
  expect(await run([{ $sample: { size: 2 } }])).toHaveLength(2);
});

describe('a stage', () => {
  let collections = 0;
  /** The results as text, so that the order of fields counts too. */
  const results = async (documents: Document[], ...stages: Document[]) => {
    const collection = client.db().collection<Document>(`stage${++collections}`);
    if (documents.length > 0) {
      await collection.insertMany(documents.map((document, _id) => ({ _id: _id as never, ...document })));
    }
    return JSON.stringify(await collection.aggregate(stages).toArray());
  };

  it.each<[string, Document[], Document[], Document[]]>([
    [
      '$bucket puts a value on a boundary into the bucket that begins there, and shows no empty one',
      [{ v: 1 }, { v: 5 }, { v: 50 }],
      [
        {
          $bucket: { groupBy: '$v', boundaries: [0, 5, 8, 10], default: 'other', output: { n: { $sum: 1 } } },
        },
      ],
      [
        { _id: 0, n: 1 },
        { _id: 5, n: 1 },
        { _id: 'other', n: 1 },
      ],
    ],
    ['$count says nothing about nothing', [], [{ $count: 'n' }], []],
    [
      '$count after a filter that nothing meets',
      [{ v: 1 }],
      [{ $limit: 5 }, { $match: { v: 2 } }, { $count: 'n' }],
      [],
    ],
    [
      '$addFields reaches into every item of an array',
      [{ a: [{ x: 1 }, { x: 2 }], b: 3 }],
      [{ $addFields: { 'a.y': '$b', c: { d: 1 } } }],
      [
        {
          _id: 0,
          a: [
            { x: 1, y: 3 },
            { x: 2, y: 3 },
          ],
          b: 3,
          c: { d: 1 },
        },
      ],
    ],
    [
      '$set takes a field away with $$REMOVE',
      [{ a: 1, b: 2 }],
      [{ $set: { a: '$$REMOVE' } }],
      [{ _id: 0, b: 2 }],
    ],
    [
      '$project keeps the order of the document, its _id first and what is computed last',
      [{ b: 1, a: 2, c: 3 }],
      [{ $project: { x: { $add: ['$a', '$b'] }, a: 1, b: 1 } }],
      [{ _id: 0, b: 1, a: 2, x: 3 }],
    ],
    [
      '$project takes $slice as an expression',
      [{ l: [1, 2, 3] }],
      [{ $project: { l: { $slice: ['$l', 2] } } }],
      [{ _id: 0, l: [1, 2] }],
    ],
    [
      '$project excludes within documents',
      [{ a: { x: 1, y: 2 } }],
      [{ $project: { a: { x: 0 } } }],
      [{ _id: 0, a: { y: 2 } }],
    ],
    [
      '$setWindowFields adds up from the beginning',
      [{ v: 1 }, { v: 2 }],
      [
        {
          $setWindowFields: {
            sortBy: { v: 1 },
            output: { sum: { $sum: '$v', window: { documents: ['unbounded', 'current'] } } },
          },
        },
      ],
      [
        { _id: 0, v: 1, sum: 1 },
        { _id: 1, v: 2, sum: 3 },
      ],
    ],
    [
      '$project finds places in text by characters, and makes ids of text',
      [{ s: 'h\u{1F600}llo', id: '507f1f77bcf86cd799439011' }],
      [
        {
          $project: {
            at: { $indexOfCP: ['$s', 'l'] },
            none: { $indexOfCP: ['$s', 'z'] },
            id: { $toObjectId: '$id' },
          },
        },
      ],
      [{ _id: 0, id: '507f1f77bcf86cd799439011', at: 2, none: -1 }],
    ],
  ])('%s', async (_title, documents, stages, expected) => {
    expect(await results(documents, ...stages)).toBe(JSON.stringify(expected));
  });

  it('$bucket refuses a value that is in no bucket', async () => {
    await expect(
      results([{ v: 50 }], { $bucket: { groupBy: '$v', boundaries: [0, 5] } }),
    ).rejects.toMatchObject({ code: 40066 });
  });
});
