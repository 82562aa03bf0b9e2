import { Decimal128, type Document, type MongoClient } from 'mongodb';
import { describe, expect } from 'vitest';
import { dealsTest as it } from './deals-database.ts';

describe('an accumulator', () => {
  const grouped = async (client: MongoClient, documents: Document[], group: Document) => {
    const collection = client.db().collection<Document>('grouped');
    await collection.deleteMany({});
    await collection.insertMany(documents);
    const [found] = await collection.aggregate([{ $group: { _id: null, ...group } }]).toArray();
    return found;
  };

  it('adds up and averages decimals without loss', async ({ client }) => {
    const documents = ['0.1', '0.2', '0.6'].map((price) => ({ price: Decimal128.fromString(price) }));
    const { sum, average } = (await grouped(client, documents, {
      sum: { $sum: '$price' },
      average: { $avg: '$price' },
    })) as Document;
    expect(String(sum)).toBe('0.9');
    expect(Number(String(average))).toBe(0.3);
  });

  it('takes extremes in the order of types and passes over what is missing', async ({ client }) => {
    const documents = [{ a: 5 }, { a: 'text' }, {}, { a: null }, { a: Decimal128.fromString('4.5') }];
    const found = (await grouped(client, documents, {
      min: { $min: '$a' },
      max: { $max: '$a' },
    })) as Document;
    expect([String(found.min), found.max]).toEqual(['4.5', 'text']);
  });

  it('takes the first and last as they stand, missing or not, and merges what expressions make', async ({
    client,
  }) => {
    const documents = [{ b: 1 }, { a: [1, 2], b: 2 }, { a: 5, b: 3 }];
    const found = await grouped(client, documents, {
      first: { $first: '$a' },
      last: { $last: '$a' },
      two: { $firstN: { n: 2, input: '$b' } },
      merged: { $mergeObjects: { x: '$a', y: '$b' } },
    });
    expect(found).toMatchObject({ first: null, last: 5, two: [1, 2], merged: { x: 5, y: 3 } });
  });

  it('lists no value for a document that has none', async ({ client }) => {
    const documents = [{ a: 1 }, {}, { a: null }, { a: 1 }];
    const found = (await grouped(client, documents, {
      all: { $push: '$a' },
      set: { $addToSet: '$a' },
    })) as Document;
    expect(found.all).toEqual([1, null, 1]);
    expect(found.set).toEqual(expect.arrayContaining([1, null]));
    expect(found.set).toHaveLength(2);
  });
});
