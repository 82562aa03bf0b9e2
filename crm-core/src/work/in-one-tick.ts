/**
 * Has calls of the same tick go together. Unlike `gather` no call waits for those before it, so what is read was read
 * after it was asked for, and as soon as alone.
 *
 * @param run - does a batch and answers in its order; where it fails, all of the batch do
 * @param most - how many at once
 */
export function inOneTick<T, R>(
  run: (items: readonly T[]) => Promise<readonly R[]>,
  { most }: { most: number },
): (item: T) => Promise<R> {
  interface Call {
    item: T;
    resolve(result: R): void;
    reject(error: unknown): void;
  }
  let waiting: Call[] = [];
  const work = async (calls: readonly Call[]) => {
    try {
      const results = await run(calls.map(({ item }) => item));
      for (const [at, { resolve }] of calls.entries()) resolve(results[at] as R);
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  };
  const flush = () => {
    const all = waiting;
    waiting = [];
    for (let from = 0; from < all.length; from += most) void work(all.slice(from, from + most));
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (waiting.length === 1) setImmediate(flush);
    });
}
