import type { CrmCore } from '@clianta/crm-core/crm-core';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import type { OutboxRow } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import { unsubscribe } from '@clianta/crm-core/marketing/suppression/unsubscribe';

/** What `List-Unsubscribe` has a mail program write; the id is known to whom the mail went alone. */
const SUBJECT = /^\s*unsubscribe ([0-9a-f]{24})\s*$/i;

/** Unsubscribes whom a marketing mail went to, by a mail that names it. The same again changes nothing. */
export async function unsubscribeByMail(crm: CrmCore, workspaceId: string, subject: string): Promise<void> {
  const [, id] = SUBJECT.exec(subject) ?? [];
  if (!id) return;
  const row = await crm.store
    .model(EmailMessage)
    .findOne({ _id: id.toLowerCase(), workspaceId, direction: 'out', purpose: 'marketing' })
    .lean<OutboxRow>();
  const address = row?.to[0]?.address;
  if (address) await unsubscribe(crm, { workspaceId, address, topic: row.topic ?? '' });
}
