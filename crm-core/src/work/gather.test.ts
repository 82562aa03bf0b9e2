import { expect, it } from 'vitest';
import { gather } from './gather.ts';

const counted = () => {
  const batches: number[][] = [];
  const run = async (items: readonly number[]) => {
    batches.push([...items]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (items.includes(13)) throw new Error('thirteen');
  };
  return { batches, run };
};

it('does at once what comes in the same tick, and what comes meanwhile after that', async () => {
  const { batches, run } = counted();
  const call = gather(run, { most: 10 });
  const first = [call(1), call(2)];
  await new Promise((resolve) => setTimeout(resolve, 1));
  await Promise.all([...first, call(3), call(4)]);
  expect(batches).toEqual([
    [1, 2],
    [3, 4],
  ]);
});

it('does no more at once than it may', async () => {
  const { batches, run } = counted();
  const call = gather(run, { most: 2 });
  await Promise.all([1, 2, 3].map(call));
  expect(batches).toEqual([[1, 2], [3]]);
});

it('fails the one that cannot be done, and no other', async () => {
  const { run } = counted();
  const call = gather(run, { most: 10 });
  const outcomes = await Promise.allSettled([1, 13, 2].map(call));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await expect(call(13)).rejects.toThrow('thirteen');
  await expect(call(4)).resolves.toBeUndefined();
});
