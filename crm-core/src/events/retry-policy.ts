import { isRetryable, RateLimitedError, UpstreamError } from '../errors.ts';

/** Waits before the second, third and fourth attempt (specification: 1 s, 5 s, 30 s). */
export const RETRY_DELAYS_MS: readonly number[] = [1_000, 5_000, 30_000];

/**
 * @param attempt - the attempt that has just failed, from 1
 * @returns how long to wait before the next attempt; undefined when there is none
 */
export function retryDelayMs(
  error: unknown,
  attempt: number,
  delaysMs: readonly number[] = RETRY_DELAYS_MS,
): number | undefined {
  const delay = delaysMs[attempt - 1];
  if (delay === undefined || !isRetryable(error)) return undefined;
  const asked =
    error instanceof RateLimitedError || error instanceof UpstreamError ? error.retryAfterMs : undefined;
  return Math.max(delay, asked ?? 0);
}
