/** A deal as the model sees it: a value for each feature that is known of it. */
export type Features = Readonly<Record<string, string | undefined>>;

export interface ClosedDeal {
  isWon: boolean;
  features: Features;
}

/** What speaks for or against a deal. */
export interface Reason {
  feature: string;
  value: string;
  /** How much likelier it is among won deals than among lost ones; under 1 it speaks against. */
  times: number;
  /** Closed deals with it. */
  seen: number;
}

/** Fewer closed deals say nothing. */
export const LEAST_CLOSED = 50;
/** A value that was seen less often is passed over. */
const LEAST_SEEN = 20;
const SMOOTHING = 0.1;

/**
 * How likely a deal is won, by what closed deals were like (naive Bayes, +0.1): 0.01 to 0.99, with its reasons, the
 * weightiest first. Undefined from under 50 closed deals.
 */
export function winOdds(
  closed: readonly ClosedDeal[],
  features: Features,
): { probability: number; reasons: Reason[] } | undefined {
  if (closed.length < LEAST_CLOSED) return undefined;
  const won = closed.filter(({ isWon }) => isWon).length;
  const lost = closed.length - won;
  let odds = (won + SMOOTHING) / (lost + SMOOTHING);
  const reasons: Reason[] = [];
  for (const [feature, value] of Object.entries(features)) {
    if (value === undefined) continue;
    const alike = closed.filter((deal) => deal.features[feature] === value);
    if (alike.length < LEAST_SEEN) continue;
    const wins = alike.filter(({ isWon }) => isWon).length;
    const times =
      (wins + SMOOTHING) /
      (won + 2 * SMOOTHING) /
      ((alike.length - wins + SMOOTHING) / (lost + 2 * SMOOTHING));
    odds *= times;
    reasons.push({ feature, value, times, seen: alike.length });
  }
  const weight = ({ times }: Reason) => Math.abs(Math.log(times));
  return {
    probability: Math.min(0.99, Math.max(0.01, odds / (1 + odds))),
    reasons: reasons.toSorted((a, b) => weight(b) - weight(a)),
  };
}
