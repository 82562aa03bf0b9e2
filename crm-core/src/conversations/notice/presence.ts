import type { CrmCore } from '../../crm-core.ts';

/** Who has done something in the console in this time sees there what there is to be told. */
const ACTIVE_MS = 2 * 60_000;
/** Coming back after this long is another visit. */
const VISIT_MS = 30 * 60_000;

interface Presence {
  /** `<workspace>:<user>` */
  _id: string;
  /** When they last did something in the console; absent once they have closed it. */
  activeAt?: Date;
  seenAt: Date;
  /** The end of the visit before this one. */
  previousAt?: Date;
}

const collection = (crm: CrmCore) => crm.store.connection.collection<Presence>('presences');
const idOf = (workspaceId: string, userId: string) => `${workspaceId}:${userId}`;

/** The person does something in the console. */
export async function noteActive(crm: CrmCore, workspaceId: string, userId: string): Promise<void> {
  const _id = idOf(workspaceId, userId);
  const now = crm.now();
  const before = await collection(crm).findOne({ _id });
  const isAnotherVisit = before && now.getTime() - before.seenAt.getTime() > VISIT_MS;
  await collection(crm).updateOne(
    { _id },
    { $set: { activeAt: now, seenAt: now, ...(isAnotherVisit && { previousAt: before.seenAt }) } },
    { upsert: true },
  );
}

/** They have closed the last page of it. */
export async function noteGone(crm: CrmCore, workspaceId: string, userId: string): Promise<void> {
  await collection(crm).updateOne({ _id: idOf(workspaceId, userId) }, { $unset: { activeAt: 1 } });
}

export async function isActive(crm: CrmCore, workspaceId: string, userId: string): Promise<boolean> {
  const found = await collection(crm).findOne({ _id: idOf(workspaceId, userId) });
  return found?.activeAt !== undefined && crm.now().getTime() - found.activeAt.getTime() < ACTIVE_MS;
}

/** When the visit before this one ended; undefined at the first. */
export async function previousVisit(
  crm: CrmCore,
  workspaceId: string,
  userId: string,
): Promise<Date | undefined> {
  const found = await collection(crm).findOne({ _id: idOf(workspaceId, userId) });
  if (!found) return undefined;
  const isAnotherVisit = crm.now().getTime() - found.seenAt.getTime() > VISIT_MS;
  return isAnotherVisit ? found.seenAt : found.previousAt;
}
