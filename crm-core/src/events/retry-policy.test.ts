import { describe, expect, it } from 'vitest';
import { ForbiddenError, NotFoundError, RateLimitedError, UpstreamError } from '../errors.ts';
import { retryDelayMs } from './retry-policy.ts';

describe('the wait before the next attempt', () => {
  it('is 1 s, 5 s and 30 s, and then there is none', () => {
    const error = new Error('away');
    expect([1, 2, 3, 4].map((attempt) => retryDelayMs(error, attempt))).toEqual([
      1_000,
      5_000,
      30_000,
      undefined,
    ]);
  });

  it('is as long as the other side asks for, when that is longer', () => {
    expect(retryDelayMs(new RateLimitedError('slow down', 9_000), 1)).toBe(9_000);
    expect(retryDelayMs(new UpstreamError('away', { retryAfterMs: 10 }), 1)).toBe(1_000);
  });

  it('does not come where trying again cannot help', () => {
    expect(retryDelayMs(new NotFoundError('contact', 'x'), 1)).toBeUndefined();
    expect(retryDelayMs(new ForbiddenError('no'), 1)).toBeUndefined();
  });
});
