/** Shares are counted in millionths: 8.875 % is 88,750 of them. */
export const WHOLE = 1_000_000n;

/** A share between 0 and 1 in millionths. */
export const millionths = (share: number): bigint => BigInt(Math.round(share * 1e6));

/** A quantity of up to three decimals in thousandths. */
export const thousandths = (quantity: number): bigint => BigInt(Math.round(quantity * 1e3));

/** The quotient as a whole number, halves away from zero. */
export function divided(amount: bigint, by: bigint): bigint {
  const isNegative = amount < 0n !== by < 0n;
  const [over, under] = [amount < 0n ? -amount : amount, by < 0n ? -by : by];
  const rounded = (2n * over + under) / (2n * under);
  return isNegative ? -rounded : rounded;
}

/**
 * Parts of an amount in proportion to weights, which may be negative, so that they add up to it: each is rounded down, and
 * what is left goes to those that lost the most, the first of them where they lost the same.
 *
 * @param weights - their sum is not 0, or all of them are
 */
export function spread(amount: bigint, weights: readonly bigint[]): bigint[] {
  const all = weights.reduce((sum, weight) => sum + weight, 0n);
  if (all === 0n) return weights.map(() => 0n);
  const exact = weights.map((weight) => {
    const over = all < 0n ? -amount * weight : amount * weight;
    const under = all < 0n ? -all : all;
    const left = ((over % under) + under) % under;
    return { whole: (over - left) / under, left };
  });
  const missing = Number(amount - exact.reduce((sum, { whole }) => sum + whole, 0n));
  const lostMost = exact
    .map(({ left }, at) => ({ left, at }))
    .sort((a, b) => (a.left === b.left ? a.at - b.at : a.left < b.left ? 1 : -1))
    .slice(0, missing);
  const more = new Set(lostMost.map(({ at }) => at));
  return exact.map(({ whole }, at) => whole + (more.has(at) ? 1n : 0n));
}
