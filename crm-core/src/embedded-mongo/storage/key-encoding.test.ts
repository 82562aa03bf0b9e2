import { Binary, BSONRegExp, Decimal128, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import { describe, expect, it } from 'vitest';
import { compareValues } from '../values/compare.ts';
import {
  afterPrefix,
  cutKey,
  EMPTY_ARRAY,
  encodeStringPrefix,
  encodeValue,
  MAX_KEY_BYTES,
} from './key-encoding.ts';

/** In MongoDB's order; values in one list are equal. */
const ORDERED: unknown[][] = [
  [new MinKey()],
  [null, undefined],
  [Number.NaN],
  [Number.NEGATIVE_INFINITY],
  [-1e300],
  [Long.fromString('-9007199254740993')],
  [-9007199254740992],
  [-1.5],
  [-0.1 - Number.EPSILON / 16],
  [Decimal128.fromString('-0.1000000000000000000000000000000001')],
  [0, -0, Long.ZERO, Decimal128.fromString('0.0')],
  [Number.MIN_VALUE],
  [Decimal128.fromString('0.1')],
  [0.1],
  [1, Long.ONE, Decimal128.fromString('1.00')],
  [1.5],
  [9007199254740992],
  [Long.fromString('9007199254740993')],
  [Long.fromString('9007199254740994'), 9007199254740994],
  [1e300],
  [Number.POSITIVE_INFINITY],
  [''],
  ['\0'],
  ['\0\0'],
  ['\u0001'],
  ['a'],
  ['a\0'],
  ['a\0b'],
  ['aa'],
  ['b'],
  ['\u00e9'],
  ['\uffee'],
  ['\u{1F600}'],
  [{}],
  [{ a: 1 }],
  [{ a: 1, b: 1 }],
  [{ a: 2 }],
  [{ b: 1 }],
  [{ a: 'x' }],
  [[]],
  [[1]],
  [[1, 1]],
  [[2]],
  [['x']],
  [new Binary(Buffer.from('zz'))],
  [new Binary(Buffer.from('zz'), 4)],
  [new Binary(Buffer.from('aaa'))],
  [new ObjectId('000000000000000000000001')],
  [new ObjectId('ff0000000000000000000001')],
  [false],
  [true],
  [new Date(-1)],
  [new Date(0)],
  [new Date(8.64e15)],
  [new Timestamp({ t: 1, i: 1 })],
  [new Timestamp({ t: 2, i: 0 })],
  [new BSONRegExp('a', 'i')],
  [new BSONRegExp('b')],
  [new MaxKey()],
];

describe.each([1, -1] as const)('keys in direction %s', (direction) => {
  it('sort as MongoDB sorts the values', () => {
    for (const [i, group] of ORDERED.entries()) {
      for (const [j, other] of ORDERED.entries()) {
        const expected = Math.sign(i - j);
        for (const a of group) {
          for (const b of other) {
            const order = Buffer.compare(encodeValue(a, direction), encodeValue(b, direction));
            expect(order * direction, `key of ${String(a)} against ${String(b)}`).toBe(
              expected || 0 * direction,
            );
            expect(compareValues(a, b), `${String(a)} against ${String(b)}`).toBe(expected);
          }
        }
      }
    }
  });

  it('keep their order when another field follows', () => {
    const key = (first: unknown, second: unknown) =>
      Buffer.concat([encodeValue(first, direction), encodeValue(second)]);
    const pairs = ['', 'a', 'a\0', 'ab', '\0'].sort().flatMap((a) => [
      [a, null],
      [a, 'z'],
    ]);
    for (const [a, b] of pairs.slice(1).map((pair, i) => [pairs[i] as string[], pair as string[]] as const)) {
      const order = Buffer.compare(key(a[0], a[1]), key(b[0], b[1]));
      expect(order).toBe(a[0] === b[0] ? -1 : -direction);
    }
  });
});

describe('keys', () => {
  it('put the empty array of a multikey index before null', () => {
    expect(Buffer.compare(encodeValue(EMPTY_ARRAY), encodeValue(null))).toBe(-1);
  });

  it('of strings with a common beginning lie between the prefix and what follows it', () => {
    const start = encodeStringPrefix('an');
    const end = afterPrefix(start) as Buffer;
    const isInside = (text: string) =>
      Buffer.compare(encodeValue(text), start) >= 0 && Buffer.compare(encodeValue(text), end) < 0;
    expect(['an', 'anna', 'an\uffff', 'am', 'ao', 'a'].map(isInside)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('that are too long are cut and stay different', () => {
    const long = (end: string) => cutKey(encodeValue('x'.repeat(5_000) + end));
    expect(long('a').length).toBeLessThanOrEqual(MAX_KEY_BYTES);
    expect(long('a').equals(long('b'))).toBe(false);
  });
});
