import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LEASE_MS, whileRenewing } from './lease.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const WORK_MS = 60_000;
const work = (fail = false) =>
  new Promise<string>((resolve, reject) => {
    setTimeout(() => (fail ? reject(new Error('no')) : resolve('done')), WORK_MS);
  });

it('renews often enough that two lost renewals do no harm, and no longer than the work takes', async () => {
  const renewedAt: number[] = [];
  const begun = Date.now();
  const result = whileRenewing(async () => void renewedAt.push(Date.now() - begun), work);
  await vi.advanceTimersByTimeAsync(WORK_MS * 2);
  expect(await result).toBe('done');
  const gaps = renewedAt.map((at, index) => at - (renewedAt[index - 1] ?? 0));
  expect(Math.max(...gaps) * 3).toBeLessThan(LEASE_MS);
  expect(renewedAt.at(-1)).toBeLessThanOrEqual(WORK_MS);
});

it('ends within seconds of its process, and with work that fails', async () => {
  expect(LEASE_MS).toBeLessThanOrEqual(10_000);
  let renewals = 0;
  const result = whileRenewing(
    async () => void renewals++,
    () => work(true),
  ).catch((error: Error) => error.message);
  await vi.advanceTimersByTimeAsync(WORK_MS);
  expect(await result).toBe('no');
  const atEnd = renewals;
  await vi.advanceTimersByTimeAsync(WORK_MS);
  expect(renewals).toBe(atEnd);
});
