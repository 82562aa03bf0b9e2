import { expect, it } from 'vitest';
import { nextAttemptMs } from './retry-plan.ts';

const HOUR_MS = 3_600_000;

it('tries ten times in 75 hours, a fifth more or less, and not again', () => {
  const waits = (random: number) =>
    [1, 2, 3, 4, 5, 6, 7, 8, 9].map((tries) => nextAttemptMs(tries, random) ?? 0);
  const hours = (random: number) => waits(random).reduce((sum, one) => sum + one, 0) / HOUR_MS;
  expect(Math.round(hours(0.5))).toBe(76);
  expect(hours(0) / hours(0.5)).toBeCloseTo(0.8);
  expect(hours(1) / hours(0.5)).toBeCloseTo(1.2);
  expect(nextAttemptMs(10, 0.5)).toBeUndefined();
});

it('waits as long as it is asked to, a day at most', () => {
  expect(nextAttemptMs(1, 0.5, 120_000)).toBe(120_000);
  expect(nextAttemptMs(1, 0.5, 90 * HOUR_MS)).toBe(24 * HOUR_MS);
  expect(nextAttemptMs(4, 0.5, 1_000)).toBe(2 * HOUR_MS);
});
