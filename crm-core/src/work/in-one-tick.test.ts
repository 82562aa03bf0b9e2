import { expect, it } from 'vitest';
import { inOneTick } from './in-one-tick.ts';

const counted = () => {
  const batches: number[][] = [];
  const run = async (items: readonly number[]) => {
    batches.push([...items]);
    if (items.includes(13)) throw new Error('thirteen');
    return items.map((item) => item * 10);
  };
  return { batches, call: inOneTick(run, { most: 3 }) };
};

it('does at once what comes in the same tick, and answers each', async () => {
  const { batches, call } = counted();
  expect(await Promise.all([1, 2].map(call))).toEqual([10, 20]);
  expect(await call(3)).toBe(30);
  expect(batches).toEqual([[1, 2], [3]]);
});

it('does no more at once than it may', async () => {
  const { batches, call } = counted();
  expect(await Promise.all([1, 2, 3, 4].map(call))).toEqual([10, 20, 30, 40]);
  expect(batches).toEqual([[1, 2, 3], [4]]);
});

it('fails with its batch, and goes on after that', async () => {
  const { call } = counted();
  const outcomes = await Promise.allSettled([1, 13].map(call));
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await call(4)).toBe(40);
});
