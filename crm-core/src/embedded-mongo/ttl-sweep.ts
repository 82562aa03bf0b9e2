import type { ServerState } from './commands/command.ts';
import { matchRecords } from './update/match-records.ts';

/** Documents removed in one transaction, so that other writes are not held up. */
const BATCH = 500;

/**
 * Removes documents whose time is over, and cursors that nobody reads any more, every `intervalMs`.
 *
 * @returns stops the sweep after the one under way
 */
export function startTtlSweep(state: ServerState, intervalMs: number): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  let isRunning = false;
  const timer = setInterval(() => {
    state.cursors.killIdle(Date.now());
    if (isRunning) return;
    isRunning = true;
    running = sweepExpired(state, () => isStopped)
      // a full disk, say: the next sweep tries again
      .catch(() => {})
      .finally(() => {
        isRunning = false;
      });
  }, intervalMs);
  timer.unref();
  return async () => {
    isStopped = true;
    clearInterval(timer);
    await running;
  };
}

/** Removes every document whose indexed date lies more than `expireAfterSeconds` back. @returns how many */
async function sweepExpired(state: ServerState, isStopped: () => boolean = () => false): Promise<number> {
  let removed = 0;
  for (const collection of state.catalog.list()) {
    for (const index of collection.spec.indexes) {
      const path = index.fields[0]?.path;
      if (index.expireAfterSeconds === undefined || path === undefined) continue;
      const before = new Date(state.now().getTime() - index.expireAfterSeconds * 1000);
      const filter = { $and: [{ [path]: { $lt: before } }, index.partialFilter ?? {}] };
      let count: number;
      do {
        if (isStopped()) return removed;
        count = await state.store.write(() => {
          if (collection.isDropped) return 0;
          const expired = matchRecords(collection, { filter, hint: index, limit: BATCH });
          for (const { recordId, doc } of expired) collection.remove(recordId, doc);
          return expired.length;
        });
        removed += count;
      } while (count === BATCH);
    }
  }
  return removed;
}
