import { deliverNotice } from '../conversations/notice/deliver-notice.ts';
import { CHOSEN_KINDS } from '../conversations/notice/set-notices.ts';
import type { CrmCore } from '../crm-core.ts';
import { idFrom } from '../entity/ids.ts';
import { NotFoundError } from '../errors.ts';
import { waitingJobs } from '../work/waiting-job.ts';
import type { Migration } from './migration.ts';

/** What was stored of a preference: one channel that is told, or none. */
interface OldPreference {
  _id: string;
  workspaceId: string;
  userId: string;
  channel?: string;
  quietFrom?: string;
  quietTo?: string;
}

/** Notices get a state in place of when they were seen; preferences a choice for each kind and channel. */
export const noticesWithStates: Migration = {
  name: 'notices-with-states',
  async run(crm) {
    const notices = crm.store.model('notice').collection;
    const seen = await notices.updateMany(
      { state: { $exists: false }, seenAt: { $exists: true } },
      { $set: { state: 'read', urgency: 'normal' }, $unset: { seenAt: 1 } },
    );
    const unseen = await notices.updateMany(
      { state: { $exists: false } },
      { $set: { state: 'unread', urgency: 'normal' } },
    );
    return seen.modifiedCount + unseen.modifiedCount + (await preferences(crm)) + (await underWay(crm));
  },
};

async function preferences(crm: CrmCore): Promise<number> {
  const { collection } = crm.store.model('noticePreference');
  let changed = 0;
  for await (const found of collection.find({ when: { $exists: false } })) {
    const { _id, workspaceId, userId, channel, quietFrom, quietTo } = found as unknown as OldPreference;
    const linked = await crm.store.model('externalIdentity').distinct('channel', { workspaceId, userId });
    const others = channel === undefined ? [] : linked.filter((name) => name !== channel).map(String);
    const off = Object.fromEntries(others.map((name) => [name, 'off']));
    const when = others.length > 0 ? Object.fromEntries(CHOSEN_KINDS.map((kind) => [kind, off])) : {};
    const quietHours = quietFrom && quietTo ? { quietHours: { from: quietFrom, to: quietTo } } : {};
    const update = await collection.updateOne(
      { _id: _id as never },
      {
        $set: { when, digestAt: '08:00', ...quietHours },
        $unset: { channel: 1, quietFrom: 1, quietTo: 1 },
      },
    );
    changed += update.modifiedCount;
  }
  return changed;
}

/** What waits to be told to an account goes to that account's channel. */
async function underWay(crm: CrmCore): Promise<number> {
  const waiting = await waitingJobs(crm.store.connection)
    .find({
      job: deliverNotice.name,
      state: { $in: ['waiting', 'running'] },
      'data.identityId': { $exists: true },
    })
    .toArray();
  for (const { _id, workspaceId, data, at } of waiting) {
    const account = await crm.store
      .model('externalIdentity')
      .findOne({ _id: String(data.identityId) })
      .lean<{ channel?: string; userId?: string }>();
    const noticeId = String(data.noticeId);
    const { channel, userId } = account ?? {};
    if (channel && userId) {
      const now = crm.now();
      const key = `${noticeId}:${channel}`;
      await crm.store.model('noticeDelivery').collection.updateOne(
        { workspaceId, noticeId, channel },
        {
          $setOnInsert: {
            _id: idFrom(`delivery:${key}`) as never,
            userId,
            status: 'waiting',
            notBefore: at,
            sentTo: [],
            version: 1,
            createdAt: now,
            updatedAt: now,
            createdBy: 'system',
            isDeleted: false,
          },
        },
        { upsert: true },
      );
      await crm.enqueue(deliverNotice, { noticeId, channel }, { workspaceId, key, at });
    }
    await crm.work.cancelById(workspaceId, _id).catch((error: unknown) => {
      // another process has done it by now
      if (!(error instanceof NotFoundError)) throw error;
    });
  }
  return waiting.length;
}
