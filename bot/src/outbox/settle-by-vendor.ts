import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Connection } from '@clianta/crm-core/integrations/layer/define-integration';
import type { MailVendor } from '@clianta/crm-core/integrations/mail/mail-vendor';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { type OutboxRow, OutboxRows } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { settleFromSent } from './settle-mail.ts';

/** So long what was handed over may still be on its way out. */
const UNDER_WAY_MS = 10 * 60_000;
const MOST = 50;

/**
 * Asks the vendor what became of mails of which nobody knows whether they went out: what has gone is sent, and what still
 * lies there after ten minutes goes out again, since it has not. Of anything else a person decides.
 */
export async function settleByVendor(
  crm: CrmCore,
  { id: accountId, workspaceId }: EmailAccountRecord,
  { vendor, connection }: { vendor: MailVendor; connection: Connection },
): Promise<void> {
  const rows = await crm.store
    .model(EmailMessage)
    .find({ workspaceId, accountId, direction: 'out', status: 'unknown', isDeleted: false })
    .sort({ createdAt: -1 })
    .limit(MOST)
    .lean<OutboxRow[]>();
  for (const row of rows) {
    const fate = await vendor.fate(connection, row);
    if (fate === 'sent') await settleFromSent(crm, workspaceId, [row.messageId]);
    const sinceMs = crm.now().getTime() - (row.sentAt ?? row.updatedAt).getTime();
    if (fate === 'waiting' && sinceMs > UNDER_WAY_MS) await new OutboxRows(crm).requeue(row);
  }
}
