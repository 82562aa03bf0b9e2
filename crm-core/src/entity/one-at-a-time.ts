import { setTimeout as wait } from 'node:timers/promises';
import type { Connection } from 'mongoose';
import { ConflictError } from '../errors.ts';
import { duplicateKey } from './conflicts.ts';
import { newId } from './ids.ts';

/** A write takes milliseconds; a process that has not ended its turn by then is gone, and is waited for no longer. */
const TURN_MS = 5_000;
const PATIENCE_MS = 15_000;
const LONGEST_PAUSE_MS = 40;

/** By what waits its turn, the end of the queue in this process: only one of it asks the database. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Does work that others of the same name must not do at the same time, in whatever process.
 *
 * @throws ConflictError when its turn does not come
 */
export async function oneAtATime<T>(
  connection: Connection,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const before = queues.get(name) ?? Promise.resolve();
  const own = before.then(() => inTurn(connection, name, work));
  const done = own.catch(() => undefined);
  queues.set(name, done);
  try {
    return await own;
  } finally {
    if (queues.get(name) === done) queues.delete(name);
  }
}

async function inTurn<T>(connection: Connection, name: string, work: () => Promise<T>): Promise<T> {
  const turns = connection.collection('turns');
  const holder = newId();
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!(await takeTurn(turns, name, holder))) {
    if (Date.now() > giveUpAt) throw new ConflictError('Too many changes of this kind at once. Try again.');
    await wait(1 + Math.random() * LONGEST_PAUSE_MS);
  }
  try {
    return await work();
  } finally {
    await turns.deleteOne({ _id: name as never, holder });
  }
}

async function takeTurn(
  turns: ReturnType<Connection['collection']>,
  name: string,
  holder: string,
): Promise<boolean> {
  // the clock of processes, not that of the CRM, which may stand still in a test
  const now = new Date();
  const until = new Date(now.getTime() + TURN_MS);
  try {
    const { modifiedCount, upsertedCount } = await turns.updateOne(
      { _id: name as never, until: { $lt: now } },
      { $set: { holder, until } },
      { upsert: true },
    );
    return modifiedCount + upsertedCount > 0;
  } catch (error) {
    if (duplicateKey(error)) return false;
    throw error;
  }
}
