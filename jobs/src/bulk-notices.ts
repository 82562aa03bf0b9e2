import { NOTICE_KEPT_DAYS, Notice } from '@clianta/crm-core/conversations/notice/notice.schema';
import { NoticeDelivery } from '@clianta/crm-core/conversations/notice/notice-delivery.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';

/** What one record of a bulk change has to tell one person, until the change is over. */
export interface BulkNotice {
  /** Event and person: an event that comes twice is one notice. */
  _id: string;
  /** Change, kind and person: what is told in one notice. */
  group: string;
  workspaceId: string;
  userId: string;
  type: string;
  entity: string;
  actorName: string;
  title: string;
  at: Date;
  /** The telling that it is part of. */
  batch?: string;
  isTold?: boolean;
}

/** As long as a failed event can be delivered again. */
const KEPT_SECONDS = 7 * 86_400;

const collection = (crm: CrmCore) => crm.store.connection.collection<BulkNotice>('bulkNotices');

export async function prepareNotices(crm: CrmCore): Promise<void> {
  await collection(crm).createIndex({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
  await collection(crm).createIndex({ group: 1 });
  await collection(crm).createIndex({ batch: 1 }, { sparse: true });
  const expireAfterSeconds = NOTICE_KEPT_DAYS * 86_400;
  await crm.store.model(Notice).collection.createIndex({ at: 1 }, { expireAfterSeconds });
  await crm.store.model(NoticeDelivery).collection.createIndex({ createdAt: 1 }, { expireAfterSeconds });
}

/**
 * Keeps what the event has to tell the person; the same event again changes nothing.
 *
 * @returns the group it is told with; undefined when it has been told
 */
export async function collectNotice(
  crm: CrmCore,
  event: DomainEvent,
  userId: string,
): Promise<string | undefined> {
  const { _id, ...notice }: BulkNotice = {
    _id: `${event.id}:${userId}`,
    group: [event.workspaceId, event.groupId, event.type, event.actor.id, userId].join(':'),
    workspaceId: event.workspaceId,
    userId,
    type: event.type,
    entity: event.entity,
    actorName: event.actor.name,
    title: event.recordTitle,
    at: new Date(),
  };
  const known = await collection(crm).findOneAndUpdate(
    { _id },
    { $setOnInsert: notice },
    { upsert: true, returnDocument: 'before' },
  );
  return known?.isTold ? undefined : notice.group;
}

/** The notices of one telling: the same ones when it runs again after a crash. */
export async function takeNotices(crm: CrmCore, group: string, batch: string): Promise<BulkNotice[]> {
  const notices = collection(crm);
  const own = () => notices.find({ batch }).sort({ _id: 1 }).toArray();
  const taken = await own();
  if (taken.length > 0) return taken;
  await notices.updateMany({ group, batch: { $exists: false } }, { $set: { batch } });
  return own();
}

export async function toldNotices(crm: CrmCore, batch: string): Promise<void> {
  await collection(crm).updateMany({ batch }, { $set: { isTold: true } });
}
