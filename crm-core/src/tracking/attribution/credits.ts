/** How what led to a conversion shares in it. */
export const MODELS = ['first', 'last', 'linear', 'u_shaped', 'time_decay'] as const;
export type AttributionModel = (typeof MODELS)[number];

/** For people. */
export const MODEL_NAMES: Readonly<Record<AttributionModel, string>> = {
  first: 'first touch',
  last: 'last touch',
  linear: 'linear',
  u_shaped: 'U-shaped (40/20/40)',
  time_decay: 'time decay (half-life 7 days)',
};

const DAY_MS = 86_400_000;
/** Specification: what is a week older counts half. */
const HALF_LIFE_MS = 7 * DAY_MS;
/** Specification: the first and the last touch; those between share the rest. */
const ENDS = 0.4;

/** What a share is counted in: a whole conversion. */
export const WHOLE_SHARE = 1_000_000;

/**
 * What each touch weighs; all together 1, but for rounding.
 *
 * @param ats - when the touches were, the oldest first; at least one
 */
export function weightsOf(model: AttributionModel, ats: readonly Date[], convertedAt: Date): number[] {
  const last = ats.length - 1;
  switch (model) {
    case 'first':
      return ats.map((_, at) => (at === 0 ? 1 : 0));
    case 'last':
      return ats.map((_, at) => (at === last ? 1 : 0));
    case 'linear':
      return ats.map(() => 1 / ats.length);
    case 'u_shaped':
      if (ats.length <= 2) return ats.map(() => 1 / ats.length);
      return ats.map((_, at) => (at === 0 || at === last ? ENDS : (1 - 2 * ENDS) / (ats.length - 2)));
    case 'time_decay': {
      const worth = ats.map((at) => 2 ** (-Math.max(0, convertedAt.getTime() - at.getTime()) / HALF_LIFE_MS));
      const sum = worth.reduce((total, one) => total + one, 0);
      return worth.map((one) => one / sum);
    }
  }
}

/** Divides whole units by weights so that the parts add up to them: what rounding leaves goes to those that lost most. */
export function divide(whole: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, one) => total + one, 0);
  const exact = weights.map((weight) => (whole * weight) / sum);
  const parts = exact.map((one) => Math.floor(one));
  const order = exact
    .map((one, at) => ({ at, lost: one - Math.floor(one) }))
    .toSorted((a, b) => b.lost - a.lost || a.at - b.at);
  const left = whole - parts.reduce((total, one) => total + one, 0);
  for (let given = 0; given < left; given++) {
    const at = order[given % order.length]?.at ?? 0;
    parts[at] = (parts[at] ?? 0) + 1;
  }
  // of large amounts the exact parts are rounded, too: what is too much is taken from the largest
  for (let taken = 0; taken < -left; taken++) {
    const at = parts.indexOf(Math.max(...parts));
    parts[at] = (parts[at] ?? 0) - 1;
  }
  return parts;
}
