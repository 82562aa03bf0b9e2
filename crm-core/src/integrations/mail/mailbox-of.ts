import type { Scope } from '../../entity/scope.ts';
import { ConflictError } from '../../errors.ts';
import { EmailAccount } from '../../marketing/email-account/email-account.schema.ts';
import { orderMailSync } from '../../marketing/mail-sync/mail-sync-orders.ts';
import type { Connection } from '../layer/define-integration.ts';
import type { MailVendor } from './mail-vendor.ts';

/**
 * Makes the mailbox of an account that was connected, or lets the one with its address be read and sent from by the account.
 *
 * @throws ConflictError where a teammate has that mailbox
 */
export async function openMailbox(
  { kind }: Pick<MailVendor, 'kind'>,
  { crm, credential }: Connection,
  scope: Scope,
): Promise<void> {
  const own: Scope = { ...scope, role: 'system' };
  const { ownerId, workspaceId } = credential;
  const address = credential.name.toLowerCase();
  const mailboxes = crm.records(EmailAccount);
  const known = await mailboxes.findOne(own, { address });
  if (known && known.ownerId !== ownerId)
    throw new ConflictError(`A teammate has the mailbox ${address} here. They remove it first.`);
  const values = { credentialId: credential.id, provider: kind, ...FINE };
  const { id } = known
    ? await mailboxes.update(own, known.id, values as never)
    : await mailboxes.create(own, { address, ownerId, ...present(values) } as never);
  await orderMailSync(crm, { workspaceId, accountId: id });
}

const FINE = { state: 'ok', lastError: null, sendState: 'ok', sendError: null };

/** It is not read any more, and nothing goes out from it; its mail stays. One that has servers of its own uses them again. */
export async function closeMailbox({ crm, credential }: Connection, scope: Scope): Promise<void> {
  const own: Scope = { ...scope, role: 'system' };
  const mailboxes = crm.records(EmailAccount);
  const known = await mailboxes.findOne(own, { credentialId: credential.id });
  if (!known) return;
  const why = 'Its account was disconnected. Connect it anew under Settings, Integrations.';
  const isAlone = !known.imap && !known.smtp;
  await mailboxes.update(own, known.id, {
    credentialId: null,
    ...(isAlone
      ? { state: 'reconnect', lastError: why, sendState: 'reconnect', sendError: why }
      : { provider: 'imap' }),
  } as never);
}

const present = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
