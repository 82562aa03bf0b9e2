import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { ThrottledError } from '@clianta/crm-core/integrations/layer/vendor-error';
import {
  canBeRead,
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import {
  BACKFILL_MAIL_FOLDER,
  orderBackfill,
  orderMailSync,
  SYNC_MAIL_ACCOUNT,
} from '@clianta/crm-core/marketing/mail-sync/mail-sync-orders';
import { defineJob, type JobRun } from '@clianta/crm-core/work/define-job';
import { backfillMailbox, syncMailbox } from './sync-mailbox.ts';
import type { Mailboxes } from './with-mailbox.ts';

/** A mailbox is large the first time; what was read is kept, whatever ends the run. */
const LIMIT_MS = 10 * 60_000;

type Run = { crm: CrmCore } & JobRun;

/** Reads what is new in a mailbox, and orders what lies further back. */
export function syncMailAccountJob(mailboxes: Omit<Mailboxes, 'crm'>) {
  return defineJob({
    ...SYNC_MAIL_ACCOUNT,
    limit: { concurrent: 3 },
    limitMs: LIMIT_MS,
    async run({ crm, workspaceId, signal }: Run, { accountId }): Promise<void> {
      const account = await readable(crm, workspaceId, accountId);
      if (!account) return;
      const order = { workspaceId, accountId };
      try {
        const { isMore } = await syncMailbox({ crm, ...mailboxes }, account, signal);
        if (isMore) await orderBackfill(crm, order);
      } catch (error) {
        if (!(error instanceof ThrottledError)) throw error;
        await orderMailSync(crm, order, new Date(crm.now().getTime() + error.retryAfterMs));
      }
    },
  });
}

export function backfillMailFolderJob(mailboxes: Omit<Mailboxes, 'crm'>) {
  return defineJob({
    ...BACKFILL_MAIL_FOLDER,
    limit: { concurrent: 1 },
    limitMs: LIMIT_MS,
    async run({ crm, workspaceId, signal }: Run, { accountId }): Promise<void> {
      const account = await readable(crm, workspaceId, accountId);
      if (account && (await backfillMailbox({ crm, ...mailboxes }, account, signal)))
        await orderBackfill(crm, { workspaceId, accountId });
    },
  });
}

/** One that needs its password is left alone until it has it. */
async function readable(
  crm: CrmCore,
  workspaceId: string,
  id: string,
): Promise<EmailAccountRecord | undefined> {
  const account = (await crm.records(EmailAccount).getMany(systemScope(workspaceId), [id])).get(id);
  return account && !account.isDeleted && canBeRead(account) && account.state !== 'reconnect'
    ? account
    : undefined;
}
