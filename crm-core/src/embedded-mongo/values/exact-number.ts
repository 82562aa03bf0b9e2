import { Decimal128, Double, Int32, Long, Timestamp } from 'bson';

/** A finite number as coefficient x 10^exponent, without rounding. */
export interface ExactNumber {
  coefficient: bigint;
  exponent: number;
}

export type BsonNumber = number | bigint | Long | Int32 | Double | Decimal128;

/** A timestamp is a Long to JavaScript, but no number. */
export function isLong(value: unknown): value is Long {
  return value instanceof Long && !(value instanceof Timestamp);
}

export function isBsonNumber(value: unknown): value is BsonNumber {
  return (
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    isLong(value) ||
    value instanceof Int32 ||
    value instanceof Double ||
    value instanceof Decimal128
  );
}

/** The number as a JavaScript number when nothing is lost by it, otherwise the value itself. */
export function simplify(value: BsonNumber): number | Long | Decimal128 {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return simplify(Long.fromBigInt(value));
  if (value instanceof Int32 || value instanceof Double) return value.valueOf();
  if (value instanceof Long) {
    const number = value.toNumber();
    return BigInt(number) === value.toBigInt() ? number : value;
  }
  const text = value.toString();
  if (text === 'NaN' || text.endsWith('Infinity')) return Number(text);
  const number = Number(text);
  return Number.isFinite(number) && compareExact(exactOf(number), exactOf(value)) === 0 ? number : value;
}

/** @throws RangeError for NaN and the infinities */
export function exactOf(value: BsonNumber): ExactNumber {
  if (typeof value === 'bigint') return { coefficient: value, exponent: 0 };
  if (value instanceof Long) return { coefficient: value.toBigInt(), exponent: 0 };
  if (value instanceof Decimal128) return exactOfText(value.toString());
  const number = Number(value);
  if (Number.isInteger(number)) return { coefficient: BigInt(number), exponent: 0 };
  if (!Number.isFinite(number)) throw new RangeError(`${number} has no exact form`);
  // number = mantissa / 2^shift = mantissa * 5^shift / 10^shift
  let shift = 0;
  let mantissa = number;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    shift++;
  }
  return { coefficient: BigInt(mantissa) * 5n ** BigInt(shift), exponent: -shift };
}

function exactOfText(text: string): ExactNumber {
  const [digits = '0', exponent = '0'] = text.toUpperCase().split('E');
  const point = digits.indexOf('.');
  const fraction = point < 0 ? 0 : digits.length - point - 1;
  return { coefficient: BigInt(digits.replace('.', '')), exponent: Number(exponent) - fraction };
}

function align(a: ExactNumber, b: ExactNumber): [bigint, bigint, number] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [
    a.coefficient * 10n ** BigInt(a.exponent - exponent),
    b.coefficient * 10n ** BigInt(b.exponent - exponent),
    exponent,
  ];
}

export function compareExact(a: ExactNumber, b: ExactNumber): number {
  const [x, y] = align(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function addExact(a: ExactNumber, b: ExactNumber): ExactNumber {
  const [x, y, exponent] = align(a, b);
  return { coefficient: x + y, exponent };
}

export function multiplyExact(a: ExactNumber, b: ExactNumber): ExactNumber {
  return { coefficient: a.coefficient * b.coefficient, exponent: a.exponent + b.exponent };
}

/** Rounded to the 34 digits of a Decimal128. */
export function decimalOf(value: ExactNumber): Decimal128 {
  return Decimal128.fromStringWithRounding(`${value.coefficient}E${value.exponent}`);
}

/** The order of MongoDB: NaN before every other number. */
export function compareNumbers(left: BsonNumber, right: BsonNumber): number {
  const a = simplify(left);
  const b = simplify(right);
  if (typeof a === 'number' && typeof b === 'number') {
    if (a === b) return 0;
    if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : -1;
    if (Number.isNaN(b)) return 1;
    return a < b ? -1 : 1;
  }
  if (typeof a === 'number' && !Number.isFinite(a)) return a === Number.POSITIVE_INFINITY ? 1 : -1;
  if (typeof b === 'number' && !Number.isFinite(b)) return b === Number.POSITIVE_INFINITY ? -1 : 1;
  return compareExact(exactOf(a), exactOf(b));
}
