import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { type OutboxRow, OutboxRows } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import type { ScheduledJob } from '../job.ts';

/** So long after its time a mail has been forgotten, or waits for its mailbox to send again. */
const FORGOTTEN_MS = 30_000;
const BATCH = 500;
/** Enough to find out whether a server can be reached again. */
const PROBE = 1;

/**
 * Takes up mails whose time has passed: of a process that ended between storing one and the order for it, or of a mailbox
 * that did not send. Of one whose server could not be reached, a single mail tries it.
 */
export const sweepOutbox: ScheduledJob = {
  name: 'sweep-outbox',
  everyMs: 60_000,
  async run({ crm }) {
    const rows = new OutboxRows(crm);
    const before = { $lte: new Date(crm.now().getTime() - FORGOTTEN_MS) };
    const accounts = await crm.store
      .model(EmailAccount)
      .find({ isDeleted: false })
      .select({ workspaceId: 1, isPaused: 1, sendState: 1 })
      .lean<Array<{ _id: string; workspaceId: string; isPaused?: boolean; sendState?: string }>>();
    for (const { _id: accountId, workspaceId, isPaused, sendState } of accounts) {
      const isSending = !isPaused && sendState !== 'reconnect';
      const limit = sendState === 'paused' ? PROBE : BATCH;
      const find = (of: object) =>
        crm.store
          .model(EmailMessage)
          .find({ workspaceId, accountId, direction: 'out', ...of })
          .sort({ dueAt: 1 })
          .limit(limit)
          .lean<OutboxRow[]>();
      const late = isSending ? await find({ status: 'queued', dueAt: before }) : [];
      const lapsed = await find({ status: { $in: ['claimed', 'transmitting'] }, leaseUntil: before });
      for (const row of [...late, ...lapsed]) await rows.order(row, crm.now());
    }
  },
};
