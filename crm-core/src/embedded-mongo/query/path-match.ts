import { DBRef } from 'bson';
import { fieldOf, isDoc } from '../values/doc.ts';

/** Filled while a filter is tested: where in an array the match was, for `$` in updates and projections. */
export interface MatchDetails {
  /** Position in the outermost array that the last matching condition went through. */
  position?: number;
}

export type ValueTest = (value: unknown, details?: MatchDetails) => boolean;

const POSITION = /^(0|[1-9]\d{0,8})$/;

/**
 * Whether some value at the path passes the test; a missing field is passed as undefined.
 *
 * Arrays on the way are opened, and so is an array at the end: its items are tested, then (unless `wholeOnly`) the
 * array itself. An array on the way that holds no documents gives no value at all, which is why `{ 'a.b': null }` does
 * not match `{ a: [] }`.
 */
export function someAt(
  value: unknown,
  steps: readonly string[],
  at: number,
  test: ValueTest,
  details: MatchDetails | undefined,
  isWholeOnly = false,
): boolean {
  if (at === steps.length) {
    if (Array.isArray(value) && !isWholeOnly) {
      for (let i = 0; i < value.length; i++) {
        if (!test(value[i], details)) continue;
        if (details) details.position = i;
        return true;
      }
    }
    return test(value, details);
  }
  const step = steps[at] as string;
  if (Array.isArray(value)) {
    if (POSITION.test(step) && Number(step) < value.length) {
      if (someAt(value[Number(step)], steps, at + 1, test, details, isWholeOnly)) return true;
    }
    for (let i = 0; i < value.length; i++) {
      if (!isDoc(value[i]) || !someAt(value[i], steps, at, test, details, isWholeOnly)) continue;
      if (details) details.position = i;
      return true;
    }
    return false;
  }
  if (isDoc(value)) return someAt(fieldOf(value, step), steps, at + 1, test, details, isWholeOnly);
  // what looks like a reference is decoded as one, and is a document all the same
  if (value instanceof DBRef) return someAt(value.toJSON(), steps, at, test, details, isWholeOnly);
  return someAt(undefined, steps, steps.length, test, details, isWholeOnly);
}
