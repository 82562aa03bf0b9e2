import type { Connection } from 'mongoose';
import { newId } from '../entity/ids.ts';

/** Which copy of the data this is. A copy that was put back is another one, and must not do twice what the first did. */
interface Instance {
  _id: 'instance';
  id: string;
  restoredAt?: Date;
  /** Since when no mail leaves, until an admin says that this copy is the one. */
  mailHeldSince?: Date;
}

const instances = (connection: Connection) => connection.collection<Instance>('instance');

/** Makes this copy known as one that was put back: its mail is held. */
export async function markRestored(connection: Connection, now: Date): Promise<void> {
  await instances(connection).updateOne(
    { _id: 'instance' },
    { $set: { id: newId(), restoredAt: now, mailHeldSince: now } },
    { upsert: true },
  );
}

export async function isMailHeld(connection: Connection): Promise<boolean> {
  const found = await instances(connection).findOne({ _id: 'instance' });
  return found?.mailHeldSince !== undefined;
}

/** @returns whether it was held */
export async function releaseMail(connection: Connection): Promise<boolean> {
  const { modifiedCount } = await instances(connection).updateOne(
    { _id: 'instance', mailHeldSince: { $exists: true } },
    { $unset: { mailHeldSince: '' } },
  );
  return modifiedCount > 0;
}
