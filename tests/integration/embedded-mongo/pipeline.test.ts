import type { Document } from 'mongodb';
import { describe, expect } from 'vitest';
import { dealsTest as it } from './deals-database.ts';

describe('a pipeline', () => {
  it.for<[string, Document[], Document[]]>([
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
      'goes on behind several unions, also of what is not there',
      [
        { $match: { _id: { $lt: 0 } } },
        { $project: { _id: 1 } },
        { $unionWith: { coll: 'nowhere', pipeline: [{ $limit: 1 }] } },
        {
          $unionWith: {
            coll: 'companies',
            pipeline: [{ $match: { _id: 10 } }, { $set: { kind: 'company' } }],
          },
        },
        { $unionWith: 'companies' },
        { $sort: { _id: 1, kind: -1 } },
        { $limit: 1 },
        { $project: { kind: 1 } },
      ],
      [{ _id: 10, kind: 'company' }],
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
  ])('%s', async ([_title, pipeline, expected], { run }) => {
    expect(await run(pipeline)).toEqual(expected);
  });

  it('reads dates on the clock of any zone of the IANA list, with summer time', async ({ run }) => {
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

  it('hands out its results in batches', async ({ client }) => {
    const numbers = client.db().collection('numbers');
    await numbers.insertMany(Array.from({ length: 500 }, (_, n) => ({ n })));
    const cursor = numbers.aggregate([{ $sort: { n: 1 } }, { $project: { _id: 0, n: 1 } }], { batchSize: 7 });
    expect(await cursor.toArray()).toEqual(Array.from({ length: 500 }, (_, n) => ({ n })));
  });

  it.for<[string, Document[], number]>([
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
  ])('refuses %s', async ([_title, pipeline, code], { run }) => {
    await expect(run(pipeline)).rejects.toMatchObject({ code });
  });
});
