import type { CrmCore } from '@clianta/crm-core/crm-core';
import { exposed } from '@clianta/crm-core/entity/access';
import type { StoredDocument } from '@clianta/crm-core/entity/outbox';
import { hasRole, type Scope, systemScope } from '@clianta/crm-core/entity/scope';
import { ConflictError, ForbiddenError, NotFoundError } from '@clianta/crm-core/errors';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import {
  EmailMessage,
  type EmailMessageRecord,
} from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { type OutboxRow, OutboxRows } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { logSent } from './log-sent.ts';

/**
 * Settles mails of which nobody knew whether they went out: what lies in the Sent folder did.
 *
 * @param messageIds - of mails found there, with their angle brackets; many at once
 * @returns how many were settled
 */
export async function settleFromSent(
  crm: CrmCore,
  workspaceId: string,
  messageIds: readonly string[],
): Promise<number> {
  if (messageIds.length === 0) return 0;
  const rows = await crm.store
    .model(EmailMessage)
    .find({ workspaceId, direction: 'out', status: 'unknown', messageId: { $in: [...messageIds] } })
    .lean<OutboxRow[]>();
  let settled = 0;
  for (const row of rows) if (await markSent(crm, row)) settled++;
  return settled;
}

/** What a person says of a mail that waits for them. */
export type Settlement = 'sent' | 'again' | 'dropped';

/** From which states a mail may be settled how: nothing is sent again that is known to have gone. */
const SETTLED: Readonly<Record<Settlement, readonly string[]>> = {
  sent: ['unknown'],
  again: ['unknown', 'held', 'failed'],
  dropped: ['held', 'failed', 'queued'],
};

/**
 * Whose mail it is decides: it has arrived; it goes out again, under the same Message-ID, so that mailboxes which have it
 * already may show it once; or it does not go out.
 *
 * @throws ConflictError when it is in another state by now
 */
export async function settleMail(crm: CrmCore, scope: Scope, id: string, as: Settlement): Promise<void> {
  const rows = new OutboxRows(crm);
  const row = await rows.find(scope.workspaceId, id);
  if (!row) throw new NotFoundError('email', id);
  const isOwn =
    row.peopleIds.includes(scope.actor.id) || (row.source !== undefined && hasRole(scope, 'admin'));
  if (!isOwn) throw new ForbiddenError('Only whose mail it is says what becomes of it.');
  if (!SETTLED[as].includes(row.status))
    throw new ConflictError(`The mail is ${row.status} by now. Look at it again.`);
  const isDone =
    as === 'sent'
      ? await markSent(crm, row)
      : as === 'again'
        ? await rows.requeue(row)
        : await rows.end(row, undefined, 'cancelled', { why: `${scope.actor.name} has dropped it.` });
  if (!isDone) throw new ConflictError('The mail has changed meanwhile. Look at it again.');
}

/** More are not shown at once. */
const MOST_SHOWN = 50;

/** A person's mails that nothing goes on with until they decide, the newest first. */
export async function unsettledOf(
  crm: CrmCore,
  { workspaceId, actor }: Scope,
): Promise<EmailMessageRecord[]> {
  const found = await crm.store
    .model(EmailMessage)
    .find({
      workspaceId,
      direction: 'out',
      status: { $in: ['unknown', 'held', 'failed'] },
      peopleIds: actor.id,
      // what many get is settled where it began
      source: null,
      isDeleted: false,
    })
    .sort({ createdAt: -1 })
    .limit(MOST_SHOWN)
    .lean<StoredDocument[]>();
  return found.map((document) => exposed(EmailMessage, document));
}

async function markSent(crm: CrmCore, row: OutboxRow): Promise<boolean> {
  const { workspaceId, accountId, sentAt } = row;
  const rows = new OutboxRows(crm);
  if (!(await rows.end(row, undefined, 'sent', { sentAt: sentAt ?? crm.now() }))) return false;
  const account = (await crm.records(EmailAccount).getMany(systemScope(workspaceId), [accountId])).get(
    accountId,
  );
  if (account) await logSent(crm, row, account);
  return true;
}
