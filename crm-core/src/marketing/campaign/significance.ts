/** How a variant did: of so many, so many acted. */
export interface Tried {
  variant: number;
  got: number;
  acted: number;
}

export interface Winner {
  variant: number;
  isSignificant: boolean;
  /** Why, in words. */
  said: string;
}

/** The chance of error that is put up with, for all comparisons together. */
const ALPHA = 0.05;
const LETTERS = 'ABCD';

/**
 * Which variant did best, if that is more than chance (two proportions, two-sided, corrected for the number of
 * comparisons). Otherwise A.
 */
export function winnerOf(tried: readonly Tried[], metric: string): Winner {
  const [best, ...others] = tried.toSorted((a, b) => rateOf(b) - rateOf(a));
  const figures = tried
    .map((one) => `${LETTERS[one.variant]} ${percent(rateOf(one))} of ${one.got}`)
    .join(', ');
  if (!best || others.length === 0)
    return { variant: 0, isSignificant: false, said: 'There was nothing to compare.' };
  const [second] = others;
  const p = second ? pValue(best, second) * others.length : 1;
  if (p >= ALPHA)
    return {
      variant: 0,
      isSignificant: false,
      said: `No difference in ${metric} that is more than chance (${figures}), so the rest gets A.`,
    };
  return {
    variant: best.variant,
    isSignificant: true,
    said: `${LETTERS[best.variant]} did best in ${metric} (${figures}), so the rest gets it.`,
  };
}

const rateOf = ({ got, acted }: Tried): number => (got === 0 ? 0 : acted / got);
const percent = (rate: number) => `${(100 * rate).toFixed(1)}%`;

/** That two shares differ this much by chance. */
export function pValue(a: Tried, b: Tried): number {
  if (a.got === 0 || b.got === 0) return 1;
  const all = (a.acted + b.acted) / (a.got + b.got);
  const spread = Math.sqrt(all * (1 - all) * (1 / a.got + 1 / b.got));
  if (spread === 0) return 1;
  return 2 * (1 - normal(Math.abs(rateOf(a) - rateOf(b)) / spread));
}

/** The normal distribution (Abramowitz and Stegun, 26.2.17; off by less than 7.5e-8). */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const tail = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429].reduceRight(
    (sum, factor) => (sum + factor) * t,
    0,
  );
  return 1 - Math.exp((-z * z) / 2) * 0.3989422804014327 * tail;
}
