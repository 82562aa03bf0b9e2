/**
 * Has calls go together: what is asked for in the same tick, or while others are being done, is one batch. A batch that
 * begins after a call has everything that was written before it. Where a batch fails, each of it is tried by itself, so
 * that one which cannot be done takes no other with it.
 *
 * @param run - does a batch; it must be safe to repeat
 * @param most - how many at once
 */
export function gather<T>(
  run: (items: readonly T[]) => Promise<void>,
  { most }: { most: number },
): (item: T) => Promise<void> {
  interface Call {
    item: T;
    resolve(): void;
    reject(error: unknown): void;
  }
  const waiting: Call[] = [];
  let isBusy = false;
  const alone = ({ item, resolve, reject }: Call) => run([item]).then(resolve, reject);
  const work = async () => {
    while (waiting.length > 0) {
      const batch = waiting.splice(0, most);
      const isDone = await run(batch.map(({ item }) => item)).then(
        () => true,
        (error) => {
          if (batch.length === 1) batch[0]?.reject(error);
          return false;
        },
      );
      if (isDone) for (const { resolve } of batch) resolve();
      else if (batch.length > 1) for (const call of batch) await alone(call);
    }
    isBusy = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isBusy) return;
      isBusy = true;
      setImmediate(() => void work());
    });
}
