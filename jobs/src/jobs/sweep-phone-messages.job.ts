import { PhoneMessage } from '@clianta/crm-core/marketing/phone-message/phone-message.schema';
import { type PhoneRow, PhoneRows } from '@clianta/crm-core/marketing/phone-message/phone-rows';
import type { ScheduledJob } from '../job.ts';

const FORGOTTEN_MS = 30_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Longer the vendor has no news of one. */
const LOOKED_AT_MS = 4 * DAY_MS;
const BATCH = 200;

/**
 * Takes up what a process has left behind, and has looked up once a day what became of those that there was no news of.
 */
export const sweepPhoneMessages: ScheduledJob = {
  name: 'sweep-phone-messages',
  everyMs: 60_000,
  async run({ crm }) {
    const rows = new PhoneRows(crm);
    const now = crm.now().getTime();
    const before = (ms: number) => new Date(now - ms);
    const find = (of: object) =>
      crm.store
        .model(PhoneMessage)
        .find({ direction: 'out', isDeleted: false, ...of })
        .sort({ dueAt: 1 })
        .limit(BATCH)
        .lean<PhoneRow[]>();
    const late = await find({ status: 'queued', dueAt: { $lte: before(FORGOTTEN_MS) } });
    const lapsed = await find({
      status: { $in: ['claimed', 'transmitting'] },
      leaseUntil: { $lte: before(FORGOTTEN_MS) },
    });
    for (const row of [...late, ...lapsed]) await rows.order(row, crm.now());
    const silent = await find({
      status: { $in: ['sent', 'unknown'] },
      sentAt: { $lte: before(HOUR_MS), $gte: before(LOOKED_AT_MS) },
      $or: [{ checkedAt: null }, { checkedAt: { $lte: before(DAY_MS) } }],
    });
    for (const row of silent) await rows.orderSettling(row, 0);
  },
};
