import type { CrmCore } from '@clianta/crm-core/crm-core';

interface Effect {
  _id: string;
  state: 'begun' | 'done';
  at: Date;
}

/** After this long without an end the process that began it is taken to have died. */
const BEGUN_MS = 60_000;
/** As long as a failed event can be delivered again. */
const KEPT_SECONDS = 7 * 86_400;

const effects = (crm: CrmCore) => crm.store.connection.collection<Effect>('effects');

/** Creates the index by which old entries go. */
export async function prepareOnce(crm: CrmCore): Promise<void> {
  await effects(crm).createIndex({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
}

/**
 * Has an effect that cannot be repeated, such as telling a person, once for the key, over all processes. When the work
 * throws it may be tried again; when the process dies in the middle it is tried again after a minute.
 */
export async function once(crm: CrmCore, key: string, work: () => Promise<void> | void): Promise<void> {
  const now = new Date();
  const died = { state: 'begun' as const, at: { $lt: new Date(now.getTime() - BEGUN_MS) } };
  try {
    await effects(crm).insertOne({ _id: key, state: 'begun', at: now });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    const taken = await effects(crm).updateOne({ _id: key, ...died }, { $set: { at: now } });
    if (taken.modifiedCount === 0) return;
  }
  try {
    await work();
  } catch (error) {
    await effects(crm).deleteOne({ _id: key });
    throw error;
  }
  await effects(crm).updateOne({ _id: key }, { $set: { state: 'done' } });
}

function isDuplicate(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 11000;
}
