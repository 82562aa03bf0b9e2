import { systemScope } from '@clianta/crm-core/entity/scope';
import { canBeRead, EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { wakeThreads } from '@clianta/crm-core/marketing/email-thread/wake-threads';
import { orderMailSync } from '@clianta/crm-core/marketing/mail-sync/mail-sync-orders';
import type { ClockJob } from './clock-job.ts';

/** Has what is new in each mailbox read, where its password can be opened; threads that were put off come back. */
export const readMailboxes: ClockJob = {
  name: 'mailboxes',
  async run({ crm }, { workspaceId }) {
    const { records } = await crm.records(EmailAccount).find(systemScope(workspaceId), { limit: 200 });
    const read = records.filter((one) => canBeRead(one) && one.state !== 'reconnect');
    for (const { id: accountId } of read) await orderMailSync(crm, { workspaceId, accountId });
    const back = await wakeThreads(crm, workspaceId);
    return `${read.length} to read, ${back} back from being put off`;
  },
};
