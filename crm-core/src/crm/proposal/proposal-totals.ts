import { InvalidError } from '../../errors.ts';
import { divided, millionths, spread, thousandths, WHOLE } from './exact.ts';
import type { ProposalLine } from './proposal-line.schema.ts';

/** What a proposal asks for, as far as it decides what it comes to. Amounts are in minor units. */
export interface Priced {
  lines: readonly ProposalLine[];
  /** Taken off the whole, after what is taken off the lines. */
  discount?: number | null | undefined;
  /** The same as an amount. */
  discountMinor?: number | null | undefined;
  /** Prices are with tax. */
  taxIncluded?: boolean | undefined;
}

interface TaxTotal {
  rate: number;
  /** What is taxed by this rate. */
  netMinor: number;
  taxMinor: number;
}

/** As it is printed: what stands under the lines is the sum of what stands in them. */
export interface ProposalTotals {
  /** What each line comes to, optional ones too. */
  lines: number[];
  subtotalMinor: number;
  /** Taken off the whole. */
  discountMinor: number;
  /** By rate, the lowest first. */
  taxes: TaxTotal[];
  netMinor: number;
  taxMinor: number;
  totalMinor: number;
}

/**
 * What a proposal comes to, in whole minor units, halves away from zero: a line is round(quantity × price) less its rounded
 * discount; the discount of the whole is spread over the lines by the largest remainder; tax is rounded once for each rate.
 *
 * @throws InvalidError when it comes to less than nothing, or to more than can be counted
 */
export function proposalTotals(priced: Priced): ProposalTotals {
  const amounts = priced.lines.map(lineAmount);
  const counted = priced.lines.flatMap((line, at) =>
    line.isOptional ? [] : [{ rate: line.taxRate ?? 0, amount: amounts[at] ?? 0n }],
  );
  const subtotal = sum(counted.map(({ amount }) => amount));
  const off = discountOf(priced, subtotal);
  const parts = spread(
    off,
    counted.map(({ amount }) => amount),
  );
  const byRate = new Map<number, bigint>();
  for (const [at, { rate, amount }] of counted.entries())
    byRate.set(rate, (byRate.get(rate) ?? 0n) + amount - (parts[at] ?? 0n));
  const taxes = [...byRate]
    .sort(([a], [b]) => a - b)
    .map(([rate, amount]) => ({ rate, ...taxed(amount, millionths(rate), priced.taxIncluded ?? false) }));
  const net = sum(taxes.map((one) => one.net));
  const tax = sum(taxes.map((one) => one.tax));
  if (net + tax < 0n || off > subtotal)
    throw new InvalidError(
      'The proposal comes to less than nothing. Take less off, or add what is offered.',
      {
        lines: 'come to less than nothing',
      },
    );
  return {
    lines: amounts.map(asNumber),
    subtotalMinor: asNumber(subtotal),
    discountMinor: asNumber(off),
    taxes: taxes.map((one) => ({
      rate: one.rate,
      netMinor: asNumber(one.net),
      taxMinor: asNumber(one.tax),
    })),
    netMinor: asNumber(net),
    taxMinor: asNumber(tax),
    totalMinor: asNumber(net + tax),
  };
}

/** The most that is taken off anything of it, with what is taken off the whole: a share, 0 to 1. */
export function deepestDiscount(priced: Priced): number {
  const subtotal = sum(priced.lines.map((line) => (line.isOptional ? 0n : lineAmount(line))));
  const ofWhole =
    priced.discount ?? (subtotal > 0n ? Number(discountOf(priced, subtotal)) / Number(subtotal) : 0);
  return Math.max(
    0,
    ...priced.lines.map(
      ({ discount = 0, isOptional }) => 1 - (1 - discount) * (isOptional ? 1 : 1 - ofWhole),
    ),
  );
}

/**
 * What has to be taken off the whole for it to come to an amount, tax included; undefined where nothing that is taken off
 * gives it.
 */
export function discountFor(priced: Priced, totalMinor: number): number | undefined {
  const plain = { ...priced, discount: undefined, discountMinor: 0 };
  const totalAt = (discountMinor: number) => proposalTotals({ ...plain, discountMinor }).totalMinor;
  let [least, most] = [0, proposalTotals(plain).subtotalMinor];
  if (most <= 0 || totalMinor > totalAt(0)) return undefined;
  // the more is taken off, the less it comes to
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    if (totalAt(middle) <= totalMinor) most = middle;
    else least = middle + 1;
  }
  return totalAt(least) === totalMinor ? least : undefined;
}

function lineAmount({ quantity, unitMinor, discount = 0 }: ProposalLine): bigint {
  const full = divided(thousandths(quantity) * BigInt(unitMinor), 1_000n);
  return full - divided(full * millionths(discount), WHOLE);
}

function discountOf({ discount, discountMinor }: Priced, subtotal: bigint): bigint {
  if (discountMinor) return BigInt(discountMinor);
  return divided(subtotal * millionths(discount ?? 0), WHOLE);
}

function taxed(amount: bigint, rate: bigint, isIncluded: boolean): { net: bigint; tax: bigint } {
  if (!isIncluded) return { net: amount, tax: divided(amount * rate, WHOLE) };
  const net = divided(amount * WHOLE, WHOLE + rate);
  return { net, tax: amount - net };
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);

function asNumber(amount: bigint): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number))
    throw new InvalidError('The proposal comes to more than can be counted.', { lines: 'come to too much' });
  return number;
}
