import type { ScheduledJob } from '../job.ts';

/**
 * Closes the proposals that nobody decided on in time. No work that waits: deciding looks at the time itself, this only
 * tidies up, and one update for all of them needs neither a claim nor a key.
 */
export const expireApprovals: ScheduledJob = {
  name: 'expire-approvals',
  everyMs: 60 * 60_000,
  async prepare({ crm }) {
    await crm.store.model('approval').collection.createIndex({ status: 1, expiresAt: 1 });
  },
  async run({ crm }) {
    const now = crm.now();
    await crm.store
      .model('approval')
      .updateMany(
        { status: 'pending', expiresAt: { $lte: now } },
        { $set: { status: 'expired', updatedAt: now }, $inc: { version: 1 } },
      );
  },
};
