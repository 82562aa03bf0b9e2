const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Waits before the second and further attempts; after these, hourly. */
const DELAYS_MS: readonly number[] = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS];
/** So long after its first attempt a mail is given up. */
const TRIED_MS = 24 * HOUR_MS;

/**
 * @param attempts - how many there were, from 1
 * @param triedMs - how long ago the first was
 * @returns how long to wait; undefined: it is given up
 */
export function nextMailAttemptMs(attempts: number, triedMs: number): number | undefined {
  const delay = DELAYS_MS[attempts - 1] ?? HOUR_MS;
  return triedMs + delay > TRIED_MS ? undefined : delay;
}
