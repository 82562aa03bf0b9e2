import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import {
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { mailSourceOf } from './mail-source.ts';
import type { Mailboxes } from './with-mailbox.ts';

/**
 * Reads what is new in a mailbox.
 *
 * @returns how many mails are new, and whether there is more further back
 * @throws UpstreamError when its server cannot be reached, which the next run tries anew
 */
export async function syncMailbox(
  mailboxes: Mailboxes,
  account: EmailAccountRecord,
  signal: AbortSignal,
): Promise<{ fresh: number; isMore: boolean }> {
  const done = await mailSourceOf(mailboxes, account)?.readNew(signal);
  if (!done) return { fresh: 0, isMore: false };
  await noteRead(mailboxes.crm, account);
  return done;
}

/** A part of what lies further back. @returns whether there is more */
export async function backfillMailbox(
  mailboxes: Mailboxes,
  account: EmailAccountRecord,
  signal: AbortSignal,
): Promise<boolean> {
  return (await mailSourceOf(mailboxes, account)?.readBack(signal)) ?? false;
}

async function noteRead(crm: CrmCore, account: EmailAccountRecord): Promise<void> {
  const scope = systemScope(account.workspaceId);
  if (account.state !== 'ok' || account.lastError)
    await crm.records(EmailAccount).update(scope, account.id, { state: 'ok', lastError: null });
  // when it was read is no change that anybody made: past the version and the audit log
  await crm.store
    .model(EmailAccount)
    .collection.updateOne({ _id: account.id as never }, { $set: { lastSyncedAt: crm.now() } });
}
