import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import {
  EmailAccount,
  type EmailAccountRecord,
} from '@clianta/crm-core/marketing/email-account/email-account.schema';
import type { MailHostOptions } from '@clianta/crm-core/marketing/email-account/mail-host';
import type { MailboxSecrets } from '../outbox/mailbox-secrets.ts';
import { tellOwner } from '../outbox/mailbox-state.ts';
import { openMailbox, RefusedError } from './open-mailbox.ts';

export interface Mailboxes {
  crm: CrmCore;
  secrets: Pick<MailboxSecrets, 'passwordOf'>;
  hosts?: MailHostOptions;
}

/** What is done in a mailbox; undefined where its server refuses the password, which its owner is told. */
export async function withMailbox<T>(
  { crm, secrets, hosts = {} }: Mailboxes,
  account: EmailAccountRecord,
  read: (client: Awaited<ReturnType<typeof openMailbox>>) => Promise<T>,
): Promise<T | undefined> {
  try {
    const client = await openMailbox(account, await secrets.passwordOf(account), hosts);
    try {
      return await read(client);
    } finally {
      await client.logout().catch(() => client.close());
    }
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    await askForPassword(crm, account);
    return undefined;
  }
}

/** Its owner is told once; nothing is tried again before the password was entered anew. */
async function askForPassword(crm: CrmCore, account: EmailAccountRecord): Promise<void> {
  const { id, workspaceId, address } = account;
  await crm.records(EmailAccount).update(systemScope(workspaceId), id, {
    state: 'reconnect',
    lastError: 'Its server refuses the name or the password.',
  });
  await tellOwner(crm, account, {
    key: 'reading',
    title: `${address} cannot be read any more`,
    body: 'Its server refuses the name or the password. Enter the password anew under Settings, Mailboxes; nothing is lost meanwhile.',
  });
}
