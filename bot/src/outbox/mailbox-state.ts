import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { ConflictError, NotFoundError } from '@clianta/crm-core/errors';
import {
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { tell } from '@clianta/jobs/tell';

/** Its server could not be reached several times: it is tried each minute, and goes on by itself. */
export async function pauseMailbox(crm: CrmCore, account: EmailAccountRecord, why: string): Promise<void> {
  if (account.sendState === 'paused') return;
  if (!(await change(crm, account, { sendState: 'paused', sendError: why.slice(0, 500) }))) return;
  await tellOwner(crm, account, {
    key: 'paused',
    title: `Mail from ${account.address} waits`,
    body: `Its server cannot be reached: ${why} It is tried each minute, and what waits goes out then.`,
  });
}

/** Its server refuses the password, which takes a person. */
export async function askForPassword(crm: CrmCore, account: EmailAccountRecord, why: string): Promise<void> {
  if (!(await change(crm, account, { sendState: 'reconnect', sendError: why.slice(0, 500) }))) return;
  await tellOwner(crm, account, {
    key: 'reconnect',
    title: `${account.address} does not let Clianta in any more`,
    body: account.credentialId
      ? `${why} What waits goes out then.`
      : 'Its server refuses the name or the password. Enter the password anew under Settings, Mailboxes; what waits goes out then.',
  });
}

export async function resumeMailbox(crm: CrmCore, account: EmailAccountRecord): Promise<void> {
  if (account.sendState === 'ok') return;
  await change(crm, account, { sendState: 'ok', sendError: null });
}

/** @returns whether this call has changed it: of several runs that find the same out, one tells */
async function change(
  crm: CrmCore,
  { id, workspaceId, version }: EmailAccountRecord,
  values: { sendState: EmailAccountRecord['sendState']; sendError: string | null },
): Promise<boolean> {
  try {
    await crm.records(EmailAccount).update(systemScope(workspaceId), id, values, { version });
    return true;
  } catch (error) {
    if (error instanceof ConflictError || error instanceof NotFoundError) return false;
    throw error;
  }
}

/** Somebody is told of their mailbox, once for each state of it. */
export async function tellOwner(
  crm: CrmCore,
  { id, workspaceId, ownerId, version }: EmailAccountRecord,
  { key, ...note }: { key: string; title: string; body: string },
): Promise<void> {
  await tell(
    { crm, notify: async () => {} },
    {
      workspaceId,
      userId: ownerId,
      kind: 'outcome',
      urgency: 'high',
      because: 'The mailbox is yours.',
      entity: EmailAccount.name,
      recordId: id,
      at: crm.now(),
      key: `mailbox:${id}:${key}:${version}`,
      ...note,
    },
  );
}
