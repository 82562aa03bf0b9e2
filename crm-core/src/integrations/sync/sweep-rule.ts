/** Removing more than so many, and more than that share, is asked about first. */
const MOST_REMOVED = 20;
const MOST_SHARE = 0.1;

export type Sweep = 'nothing' | 'remove' | 'ask';

/**
 * What becomes of records that a list of the other side does not have any more.
 *
 * @param isComplete - a list that ended early proves nothing
 */
export function sweepOf({
  known,
  missing,
  isComplete,
}: {
  known: number;
  missing: number;
  isComplete: boolean;
}): Sweep {
  if (!isComplete || missing === 0) return 'nothing';
  return missing > MOST_REMOVED && missing > known * MOST_SHARE ? 'ask' : 'remove';
}
