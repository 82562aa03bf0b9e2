const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Waits before the second and further attempts: ten in 75 hours (Standard Webhooks). */
const DELAYS_MS: readonly number[] = [
  5_000,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
const SPREAD = 0.2;
/** Nobody is waited for longer. */
const LONGEST_MS = 24 * HOUR_MS;

/**
 * @param tries - how many attempts there were, from 1
 * @param random - 0 to 1: what failed together is not tried again together
 * @param retryAfterMs - what the address asked for
 * @returns how long to wait; undefined: it is given up
 */
export function nextAttemptMs(tries: number, random: number, retryAfterMs?: number): number | undefined {
  const delay = DELAYS_MS[tries - 1];
  if (delay === undefined) return undefined;
  const spread = delay * (1 - SPREAD + 2 * SPREAD * random);
  return Math.round(Math.max(spread, Math.min(retryAfterMs ?? 0, LONGEST_MS)));
}
