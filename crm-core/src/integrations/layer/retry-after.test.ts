import { expect, it } from 'vitest';
import { retryAfterMs } from './retry-after.ts';

const now = new Date('2026-03-01T10:00:00Z');

it('reads seconds and dates, and waits half a minute where nothing is said', () => {
  expect(retryAfterMs('7', now)).toBe(7_000);
  expect(retryAfterMs('Sun, 01 Mar 2026 10:02:00 GMT', now)).toBe(120_000);
  expect(retryAfterMs(null, now)).toBe(30_000);
  expect(retryAfterMs('soon', now)).toBe(30_000);
});

it('waits at least a second and at most a day', () => {
  expect(retryAfterMs('0', now)).toBe(1_000);
  expect(retryAfterMs('Sun, 01 Mar 2026 09:00:00 GMT', now)).toBe(1_000);
  expect(retryAfterMs('99999999', now)).toBe(24 * 60 * 60_000);
});
