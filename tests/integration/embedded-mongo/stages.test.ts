import type { Document, MongoClient } from 'mongodb';
import { describe, expect } from 'vitest';
import { dealsTest as it } from './deals-database.ts';

it('$sample gives each document at most once', async ({ run }) => {
  const ids = (await run([{ $sample: { size: 50 } }])).map(({ _id }) => _id);
  expect(ids.sort()).toEqual([1, 2, 3, 4, 5]);
  expect(await run([{ $sample: { size: 2 } }])).toHaveLength(2);
});

describe('a stage', () => {
  let collections = 0;
  /** The results as text, so that the order of fields counts too. */
  const results = async (client: MongoClient, documents: Document[], ...stages: Document[]) => {
    const collection = client.db().collection<Document>(`stage${++collections}`);
    if (documents.length > 0) {
      await collection.insertMany(documents.map((document, _id) => ({ _id: _id as never, ...document })));
    }
    return JSON.stringify(await collection.aggregate(stages).toArray());
  };

  it.for<[string, Document[], Document[], Document[]]>([
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
  ])('%s', async ([_title, documents, stages, expected], { client }) => {
    expect(await results(client, documents, ...stages)).toBe(JSON.stringify(expected));
  });

  it('$bucket refuses a value that is in no bucket', async ({ client }) => {
    await expect(
      results(client, [{ v: 50 }], { $bucket: { groupBy: '$v', boundaries: [0, 5] } }),
    ).rejects.toMatchObject({ code: 40066 });
  });
});
