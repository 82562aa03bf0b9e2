import { type BsonNumber, compareExact, exactOf, simplify } from '../values/exact-number.ts';
import type { KeyWriter } from './key-writer.ts';

/** A number that sorts as the values do: flip the sign bit of positives, all bits of negatives. NaN is all zeros. */
function writeDouble(writer: KeyWriter, value: number): void {
  writer.room(8);
  const at = writer.length;
  writer.length += 8;
  if (Number.isNaN(value)) {
    writer.bytes.fill(0, at, at + 8);
    return;
  }
  writer.bytes.writeDoubleBE(value === 0 ? 0 : value, at);
  if ((writer.bytes[at] as number) & 0x80) writer.invert(at);
  else writer.bytes[at] = (writer.bytes[at] as number) | 0x80;
}

/** Exact for every BSON number: what a double cannot hold follows it as a decimal fraction. */
export function writeNumber(writer: KeyWriter, value: BsonNumber): void {
  const simple = simplify(value);
  if (typeof simple === 'number') {
    writeDouble(writer, simple);
    writer.byte(0);
    return;
  }
  // the greatest double below the value, then the rest as a decimal fraction
  const exact = exactOf(simple);
  let floor = Number(`${exact.coefficient}E${exact.exponent}`);
  if (!Number.isFinite(floor)) floor = Math.sign(floor) * Number.MAX_VALUE;
  if (compareExact(exactOf(floor), exact) > 0) floor = nextDown(floor);
  writeDouble(writer, floor);
  writer.byte(1);
  const base = exactOf(floor);
  const exponent = Math.min(base.exponent, exact.exponent);
  const rest =
    exact.coefficient * 10n ** BigInt(exact.exponent - exponent) -
    base.coefficient * 10n ** BigInt(base.exponent - exponent);
  const digits = rest.toString().replace(/0+$/, '');
  const magnitude = rest.toString().length + exponent + 0x8000;
  writer.byte(magnitude >> 8);
  writer.byte(magnitude & 0xff);
  writer.text(digits);
}

function nextDown(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  bits.writeBigUInt64BE(bits.readBigUInt64BE() + (value > 0 ? -1n : 1n));
  return bits.readDoubleBE();
}
