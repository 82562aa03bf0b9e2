import type { CrmCore } from '@clianta/crm-core/crm-core';
import { idFrom, newId } from '@clianta/crm-core/entity/ids';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import type { JobContext } from './job.ts';

/** What one record of a bulk change has to tell one person, until the change is over. */
interface Notice {
  /** Event and person: an event that comes twice is one notice. */
  _id: string;
  /** Change, kind and person: what is told in one notification. */
  group: string;
  workspaceId: string;
  userId: string;
  type: string;
  entity: string;
  actorName: string;
  title: string;
  at: Date;
  state: 'open' | 'claimed' | 'told';
  claim?: string;
}

/** One notification to be: the notices of a change that one person is to hear of. */
export interface NoticeGroup {
  /** Follows from the first of its notices. */
  id: string;
  notices: Notice[];
}

/** As long as a failed event can be delivered again. */
const KEPT_SECONDS = 7 * 86_400;
/** A change is over when this long nothing more has come of it. */
const QUIET_MS = 3_000;
/** After this long without an end the process that claimed them is taken to have died. */
const CLAIMED_MS = 60_000;

const collection = (crm: CrmCore) => crm.store.connection.collection<Notice>('bulkNotices');

export async function prepareNotices(crm: CrmCore): Promise<void> {
  await collection(crm).createIndex({ at: 1 }, { expireAfterSeconds: KEPT_SECONDS });
  await collection(crm).createIndex({ state: 1, group: 1, at: 1 });
  await collection(crm).createIndex({ claim: 1 }, { sparse: true });
}

/** Keeps what the event has to tell the person; the same event again changes nothing. */
export async function collectNotice({ crm }: JobContext, event: DomainEvent, userId: string): Promise<void> {
  const { _id, ...notice }: Notice = {
    _id: `${event.id}:${userId}`,
    group: [event.workspaceId, event.groupId, event.type, event.actor.id, userId].join(':'),
    workspaceId: event.workspaceId,
    userId,
    type: event.type,
    entity: event.entity,
    actorName: event.actor.name,
    title: event.recordTitle,
    at: new Date(),
    state: 'open',
  };
  await collection(crm).updateOne({ _id }, { $setOnInsert: notice }, { upsert: true });
}

/**
 * Hands each group of notices that is complete to `tell`, one after the other. Of several processes one gets a group;
 * when it dies before the end, another gets the same group with the same id a minute later.
 */
export async function takeNotices(crm: CrmCore, tell: (group: NoticeGroup) => Promise<void>): Promise<void> {
  const notices = collection(crm);
  const now = Date.now();
  const died = { state: 'claimed' as const, at: { $lt: new Date(now - CLAIMED_MS) } };
  await notices.updateMany(died, { $set: { state: 'open' }, $unset: { claim: '' } });
  const groups = await notices
    .aggregate<{ _id: string; last: Date }>([
      { $match: { state: 'open' } },
      { $group: { _id: '$group', last: { $max: '$at' } } },
    ])
    .toArray();
  for (const { _id: group, last } of groups) {
    if (last.getTime() > now - QUIET_MS) continue;
    const claim = newId();
    await notices.updateMany({ state: 'open', group }, { $set: { state: 'claimed', claim, at: new Date() } });
    const own = await notices.find({ claim }).sort({ _id: 1 }).toArray();
    const [first] = own;
    if (!first) continue;
    await tell({ id: idFrom(`notices:${first._id}`), notices: own });
    await notices.updateMany({ claim }, { $set: { state: 'told' }, $unset: { claim: '' } });
  }
}
