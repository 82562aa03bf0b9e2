import type { CrmCore } from '../crm-core.ts';
import { NotFoundError } from '../errors.ts';
import type { SessionRecords, StoredSession } from './session-records.ts';

/** A sign-in as its owner sees it. */
export interface OwnSession {
  id: string;
  startedAt: Date;
  lastSeenAt: Date;
  /** The browser or program, as it names itself. */
  device?: string;
}

/** Where a user is signed in, the last seen first. */
export async function ownSessions(crm: CrmCore, userId: string): Promise<OwnSession[]> {
  const found = await crm.store.connection
    .collection<StoredSession>('sessions')
    .find({ userId, expiresAt: { $gt: crm.now() } })
    .toArray();
  return found
    .map(({ _id: id, startedAt, lastSeenAt = startedAt, device }) => ({
      id,
      startedAt,
      lastSeenAt,
      ...(device && { device }),
    }))
    .sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime());
}

/** Signs a user out somewhere. @throws NotFoundError for a session that is not theirs */
export async function endOwnSession(
  crm: CrmCore,
  sessions: SessionRecords,
  userId: string,
  id: string,
): Promise<void> {
  const own = await ownSessions(crm, userId);
  if (!own.some((session) => session.id === id)) throw new NotFoundError('session', id);
  await sessions.end(id);
}

/** Signs a user out everywhere but here. @returns how many sessions were ended */
export async function endOtherSessions(
  crm: CrmCore,
  sessions: SessionRecords,
  userId: string,
  keptId: string,
): Promise<number> {
  const others = (await ownSessions(crm, userId)).filter(({ id }) => id !== keptId);
  await Promise.all(others.map(({ id }) => sessions.end(id)));
  return others.length;
}
