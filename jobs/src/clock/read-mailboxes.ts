import { systemScope } from '@clianta/crm-core/entity/scope';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { SYNC_MAIL_ACCOUNT } from '@clianta/crm-core/marketing/mail-sync/mail-sync-orders';
import type { ClockJob } from './clock-job.ts';

/** Has what is new in each mailbox read, where its password can be opened. */
export const readMailboxes: ClockJob = {
  name: 'mailboxes',
  async run({ crm }, { workspaceId }) {
    const { records } = await crm.records(EmailAccount).find(systemScope(workspaceId), { limit: 200 });
    const read = records.filter(({ imap, state }) => imap && state !== 'reconnect');
    for (const { id: accountId } of read)
      await crm.enqueue(SYNC_MAIL_ACCOUNT, { accountId }, { workspaceId, key: accountId });
    return `${read.length} to read`;
  },
};
