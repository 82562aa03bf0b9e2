import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import {
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { ownPeople } from '@clianta/crm-core/marketing/mail-sync/known-people';
import { fetchBare } from './fetch-bare.ts';
import { readFolders } from './mail-folders.ts';
import { readBack, readNew } from './read-folder.ts';
import { type Mailboxes, withMailbox } from './with-mailbox.ts';

/**
 * Reads what is new in a mailbox.
 *
 * @returns how many mails are new, and whether there is more further back
 * @throws UpstreamError when its server cannot be reached, which the next run tries anew
 */
export async function syncMailbox(
  { crm, secrets, hosts = {} }: Mailboxes,
  account: EmailAccountRecord,
  signal: AbortSignal,
): Promise<{ fresh: number; isMore: boolean }> {
  const done = await withMailbox({ crm, secrets, hosts }, account, async (client) => {
    const own = await ownPeople(crm, account.workspaceId);
    const reading = { crm, account, client, own, signal };
    const folders = await readFolders(crm, account, client);
    let fresh = 0;
    for (const folder of folders) fresh += await readNew(reading, folder);
    await fetchBare(reading, folders);
    return { fresh, isMore: folders.some(({ backfillUid }) => backfillUid > 1) };
  });
  if (!done) return { fresh: 0, isMore: false };
  await noteRead(crm, account);
  return done;
}

/** One chunk of what lies further back, of the first folder that has any. @returns whether there is more */
export async function backfillMailbox(
  { crm, secrets, hosts = {} }: Mailboxes,
  account: EmailAccountRecord,
  signal: AbortSignal,
): Promise<boolean> {
  const done = await withMailbox({ crm, secrets, hosts }, account, async (client) => {
    const own = await ownPeople(crm, account.workspaceId);
    const folders = await readFolders(crm, account, client);
    const left = folders.filter(({ backfillUid }) => backfillUid > 1);
    const [next] = left;
    if (!next) return false;
    const isMore = await readBack({ crm, account, client, own, signal }, next);
    return isMore || left.length > 1;
  });
  return done ?? false;
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
