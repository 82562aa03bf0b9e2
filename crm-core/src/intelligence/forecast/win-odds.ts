/** Something that an open deal has, and that closed deals may have had. */
export interface Trait<D> {
  /** "Owner". */
  feature: string;
  /** "Lena Fox". */
  value: string;
  /** Undefined where it is not known of that deal: it counts neither way. */
  isOf(closed: D): boolean | undefined;
}

/** What speaks for or against a deal. */
export interface Reason {
  feature: string;
  value: string;
  /** How much likelier it is among won deals than among lost ones; under 1 it speaks against. */
  times: number;
  /** Closed deals with it, and how many of them were won. */
  seen: number;
  won: number;
}

export interface WinOdds {
  /** 0.01 to 0.99. */
  probability: number;
  /** The weightiest first. */
  reasons: Reason[];
  /** Of closed deals that it was learnt from: the share that was won. */
  usual: number;
}

/** Fewer closed deals say nothing. */
export const LEAST_CLOSED = 50;
/** A value that was seen less often is passed over. */
const LEAST_SEEN = 20;
const SMOOTHING = 0.1;
const [LEAST, MOST] = [0.01, 0.99];

/**
 * How likely a deal is won, by what closed deals were like: naive Bayes with 0.1 added to every count. Undefined from under
 * 50 closed deals.
 */
export function winOdds<D extends { isWon: boolean }>(
  closed: readonly D[],
  traits: ReadonlyArray<Trait<D>>,
): WinOdds | undefined {
  if (closed.length < LEAST_CLOSED) return undefined;
  const won = closed.filter(({ isWon }) => isWon).length;
  let odds = (won + SMOOTHING) / (closed.length - won + SMOOTHING);
  const reasons = traits.flatMap((trait) => reasonOf(closed, trait) ?? []);
  for (const { times } of reasons) odds *= times;
  const weight = ({ times }: Reason) => Math.abs(Math.log(times));
  return {
    probability: Math.min(MOST, Math.max(LEAST, odds / (1 + odds))),
    reasons: reasons.toSorted((a, b) => weight(b) - weight(a)),
    usual: won / closed.length,
  };
}

function reasonOf<D extends { isWon: boolean }>(
  closed: readonly D[],
  { feature, value, isOf }: Trait<D>,
): Reason | undefined {
  const counts = { won: 0, lost: 0, withIt: { won: 0, lost: 0 } };
  for (const deal of closed) {
    const has = isOf(deal);
    if (has === undefined) continue;
    const outcome = deal.isWon ? 'won' : 'lost';
    counts[outcome]++;
    if (has) counts.withIt[outcome]++;
  }
  const { withIt } = counts;
  const seen = withIt.won + withIt.lost;
  if (seen < LEAST_SEEN) return undefined;
  const share = (part: number, of: number) => (part + SMOOTHING) / (of + 2 * SMOOTHING);
  return {
    feature,
    value,
    times: share(withIt.won, counts.won) / share(withIt.lost, counts.lost),
    seen,
    won: withIt.won,
  };
}
