import { Decimal128, ObjectId } from 'bson';
import type { Options } from 'mingo/types';
import { MongoError } from '../mongo-error.ts';
import { encodeValue } from '../storage/key-encoding.ts';
import { ADD, calculate } from '../values/arithmetic.ts';
import { compareValues, RANK, rankOf } from '../values/compare.ts';
import { isDoc } from '../values/doc.ts';
import { type BsonNumber, decimalOf, exactOf, isBsonNumber } from '../values/exact-number.ts';
import { typeName } from '../values/show-value.ts';

type Expression = (doc: unknown, expression: unknown, options: Options) => unknown;
type Accumulator = (docs: unknown[], expression: unknown, options: Options) => unknown;

/** The order within expressions: there a missing value comes before null, and types have their order. */
function orderOf(a: unknown, b: unknown): number {
  if (a !== undefined && b !== undefined) return compareValues(a, b);
  if (a === b) return 0;
  if (a === undefined) return rankOf(b) === RANK.minKey ? 1 : -1;
  return rankOf(a) === RANK.minKey ? -1 : 1;
}

/** Comparisons and types as MongoDB has them; mingo knows nothing of decimals, longs and the order of types. */
export function ownExpressions(evaluate: Expression): Record<string, Expression> {
  const comparison = (name: string, result: (order: number) => unknown): [string, Expression] => [
    name,
    (doc, expression, options) => {
      if (!Array.isArray(expression) || expression.length !== 2) {
        throw new MongoError(16020, `Expression ${name} takes exactly 2 arguments.`);
      }
      return result(orderOf(evaluate(doc, expression[0], options), evaluate(doc, expression[1], options)));
    },
  ];
  return {
    ...Object.fromEntries([
      comparison('$eq', (order) => order === 0),
      comparison('$ne', (order) => order !== 0),
      comparison('$gt', (order) => order > 0),
      comparison('$gte', (order) => order >= 0),
      comparison('$lt', (order) => order < 0),
      comparison('$lte', (order) => order <= 0),
      comparison('$cmp', (order) => order),
    ]),
    $toObjectId: (doc, expression, options) => {
      const value = evaluate(doc, only(expression), options);
      if (value === null || value === undefined) return null;
      if (value instanceof ObjectId) return value;
      if (typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value)) return new ObjectId(value);
      throw new MongoError('ConversionFailure', `Failed to parse objectId '${String(value)}' in $convert`);
    },
    $indexOfCP: (doc, expression, options) => {
      const [text, part, start = 0, end] = evaluate(doc, expression, options) as [
        unknown,
        unknown,
        number,
        number,
      ];
      if (text === null || text === undefined) return null;
      if (typeof text !== 'string' || typeof part !== 'string') {
        throw new MongoError(40093, '$indexOfCP requires strings as its first two arguments');
      }
      const [chars, wanted] = [[...text], [...part]];
      const last = Math.min(end ?? chars.length, chars.length) - wanted.length;
      for (let at = start; at <= last; at++) {
        if (wanted.every((char, i) => chars[at + i] === char)) return at;
      }
      return -1;
    },
    $size: (doc, expression, options) => {
      const list = evaluate(doc, only(expression), options);
      if (!Array.isArray(list)) throw new MongoError(17124, 'The argument to $size must be an array');
      return list.length;
    },
    $toUpper: (doc, expression, options) => textOf(evaluate(doc, only(expression), options)).toUpperCase(),
    $toLower: (doc, expression, options) => textOf(evaluate(doc, only(expression), options)).toLowerCase(),
    $isNumber: (doc, expression, options) => isBsonNumber(evaluate(doc, only(expression), options)),
    $type: (doc, expression, options) => typeName(evaluate(doc, only(expression), options)),
  };
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (isDoc(value) || Array.isArray(value)) throw new MongoError(16007, "can't convert to a string");
  return value instanceof Date ? value.toISOString() : String(value);
}

const only = (expression: unknown) =>
  Array.isArray(expression) && expression.length === 1 ? expression[0] : expression;

/**
 * Sums, averages and extremes over every kind of number, and in the order of types; a list of values has none for a
 * document that lacks the field.
 */
export function ownAccumulators(push: Accumulator, evaluate: Expression): Record<string, Accumulator> {
  const numbersOf: Accumulator = (docs, expression, options) =>
    (push(docs, expression, options) as unknown[]).filter(isBsonNumber);
  const present = (docs: unknown[], expression: unknown, options: Options): unknown[] =>
    docs
      .map((doc) => evaluate(doc, expression, plainOptions(options)))
      .filter((value) => value !== undefined);
  const extreme =
    (sign: 1 | -1): Accumulator =>
    (docs, expression, options) => {
      let best: unknown = null;
      for (const value of push(docs, expression, options) as unknown[]) {
        if (value === null || value === undefined) continue;
        if (best === null || compareValues(value, best) * sign > 0) best = value;
      }
      return best;
    };
  return {
    $sum: (docs, expression, options) => {
      if (typeof expression === 'number') return docs.length * expression;
      return sumOf(numbersOf(docs, expression, options) as BsonNumber[]);
    },
    $avg: (docs, expression, options) => {
      const numbers = numbersOf(docs, expression, options) as BsonNumber[];
      return numbers.length === 0 ? null : average(sumOf(numbers), numbers.length);
    },
    $push: present,
    $addToSet: (docs, expression, options) => [
      ...new Map(
        present(docs, expression, options).map((value) => [encodeValue(value).toString('latin1'), value]),
      ).values(),
    ],
    $mergeObjects: (docs, expression, options) =>
      Object.assign({}, ...present(docs, expression, options).filter(isDoc)),
    $min: extreme(-1),
    $max: extreme(1),
  };
}

/** Without what mingo notes on the way, such as the document that is being evaluated. */
export function plainOptions(options: Options): Options {
  return 'options' in options ? (options.options as Options) : options;
}

function sumOf(numbers: readonly BsonNumber[]): BsonNumber {
  let sum: BsonNumber = 0;
  for (const number of numbers) sum = calculate(sum, number, ADD, Number);
  return sum;
}

/** Digits of a quotient that is then rounded to the 34 of a decimal. */
const QUOTIENT_DIGITS = 40;

function average(sum: BsonNumber, count: number): unknown {
  if (!(sum instanceof Decimal128) || !Number.isFinite(Number(sum.toString()))) return Number(sum) / count;
  const { coefficient, exponent } = exactOf(sum);
  return decimalOf({
    coefficient: (coefficient * 10n ** BigInt(QUOTIENT_DIGITS)) / BigInt(count),
    exponent: exponent - QUOTIENT_DIGITS,
  });
}
