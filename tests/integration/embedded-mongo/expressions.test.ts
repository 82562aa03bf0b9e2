import { Decimal128, type Document, Long, type MongoClient } from 'mongodb';
import { describe, expect } from 'vitest';
import { dealsTest as it } from './deals-database.ts';

describe('an expression', () => {
  const decimal = Decimal128.fromString;
  const value = async (client: MongoClient, document: Document, expression: unknown) => {
    const collection = client.db().collection<Document>('values');
    await collection.deleteMany({});
    await collection.insertOne(document);
    const [found] = await collection.aggregate([{ $project: { _id: 0, x: expression } }]).toArray();
    return found?.x;
  };

  it.for<[string, Document, unknown, unknown]>([
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
  ])('%s', async ([_title, document, expression, expected], { client }) => {
    expect(await value(client, document, expression)).toBe(expected);
  });
});

describe('a date', () => {
  const added = async (client: MongoClient, startDate: string, rest: Document, operator = '$dateAdd') => {
    const collection = client.db().collection<Document>('dates');
    await collection.deleteMany({});
    await collection.insertOne({ d: new Date(startDate) });
    const argument = { startDate: '$d', ...rest };
    const [found] = await collection.aggregate([{ $project: { x: { [operator]: argument } } }]).toArray();
    return found?.x.toISOString();
  };

  it('a month after the last of a longer month is the last of the shorter one', async ({ client }) => {
    expect(await added(client, '2026-01-31T10:00:00Z', { unit: 'month', amount: 1 })).toBe(
      '2026-02-28T10:00:00.000Z',
    );
    expect(await added(client, '2026-03-31T10:00:00Z', { unit: 'month', amount: 1 }, '$dateSubtract')).toBe(
      '2026-02-28T10:00:00.000Z',
    );
    expect(await added(client, '2024-02-29T10:00:00Z', { unit: 'year', amount: 1 })).toBe(
      '2025-02-28T10:00:00.000Z',
    );
  });

  it('a day later is the same time on the clock, over a change to summer time too', async ({ client }) => {
    const day = { unit: 'day', amount: 1, timezone: 'Europe/Berlin' };
    expect(await added(client, '2026-03-28T12:00:00Z', day)).toBe('2026-03-29T11:00:00.000Z');
    expect(await added(client, '2026-03-28T12:00:00Z', { ...day, timezone: '+01:00' })).toBe(
      '2026-03-29T12:00:00.000Z',
    );
  });
});
