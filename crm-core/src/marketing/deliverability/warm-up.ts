/** A first day, and by how much each further one has more (our choice). */
const FIRST_DAY = 20;
const GROWTH = 1.3;
/** So much of a day's mail coming back halves the next one. */
const MOST_BOUNCED = 0.02;

export interface WarmUpDay {
  sent: number;
  bounced: number;
}

/**
 * How much a new mailbox may send today, so that receivers get to know it. A day counts by what was really sent: one that
 * was not used up does not raise the next.
 *
 * @param days - the days before, the first one first, those without mail left out
 * @param limit - what the mailbox may send in the end
 */
export function warmUpLimit(days: readonly WarmUpDay[], limit: number): number {
  let allowed = FIRST_DAY;
  for (const { sent, bounced } of days) {
    if (sent > 0 && bounced / sent > MOST_BOUNCED) allowed = Math.max(FIRST_DAY, Math.floor(allowed / 2));
    else if (sent >= allowed * 0.8) allowed = Math.floor(allowed * GROWTH);
  }
  return Math.min(allowed, limit);
}
