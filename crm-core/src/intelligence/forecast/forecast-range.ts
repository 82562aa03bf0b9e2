/** Open deals as chance sees them. */
export interface Chance {
  /** Of one deal, in minor units of one currency. */
  amount: number;
  /** 0 to 1. */
  probability: number;
  /** How many deals are alike. */
  count: number;
}

const RUNS = 1_000;
const LOW = 0.1;
const HIGH = 0.9;
/** The same deals have the same range, whenever one asks. */
const SEED = 20_260_101;
/** How many of more deals than this are won is drawn at once, from the normal distribution that it comes near to. */
const ONE_BY_ONE = 40;

/**
 * Where the sum of the deals that are won will probably lie: the 10th and 90th percentile of 1,000 runs, in each of which
 * every deal is won or lost by its probability.
 */
export function forecastRange(chances: readonly Chance[]): { low: number; high: number } {
  const random = seeded(SEED);
  const sums = Array.from({ length: RUNS }, () =>
    chances.reduce(
      (sum, { amount, probability, count }) => sum + amount * wonOf(count, probability, random),
      0,
    ),
  ).sort((a, b) => a - b);
  return { low: sums[Math.floor(LOW * RUNS)] ?? 0, high: sums[Math.ceil(HIGH * RUNS) - 1] ?? 0 };
}

function wonOf(count: number, probability: number, random: () => number): number {
  if (count > ONE_BY_ONE) {
    const spread = Math.sqrt(count * probability * (1 - probability));
    const drawn = Math.round(count * probability + spread * normal(random));
    return Math.min(count, Math.max(0, drawn));
  }
  let won = 0;
  for (let one = 0; one < count; one++) if (random() < probability) won++;
  return won;
}

/** Box and Muller. */
const normal = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
