import { Contact } from '@clianta/crm-core/crm/contact/contact.schema';
import { systemScope } from '@clianta/crm-core/entity/scope';
import type { DomainEvent } from '@clianta/crm-core/events/catalogue';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailThread } from '@clianta/crm-core/marketing/email-thread/email-thread.schema';
import { linkHistory } from '@clianta/crm-core/marketing/mail-sync/link-history';
import { FILE_THREAD, orderMailSync } from '@clianta/crm-core/marketing/mail-sync/mail-sync-orders';
import type { JobContext } from '../job.ts';

/** A contact gets the mail of its addresses; a mailbox that was connected is read at once; what is thrown away is so in the mailbox too. */
export async function linkMail(
  { crm }: JobContext,
  { entity, type, before, after, actor, workspaceId, recordId }: DomainEvent,
): Promise<void> {
  const isWhole = type.endsWith('.created');
  if (entity === Contact.name && (isWhole || 'email' in after || 'otherEmails' in after)) {
    const contact = (await crm.records(Contact).getMany(systemScope(workspaceId), [recordId])).get(recordId);
    if (!contact || contact.isDeleted) return;
    const addresses = [contact.email ?? [], contact.otherEmails ?? []].flat();
    await linkHistory(crm, workspaceId, {
      id: recordId,
      addresses,
      ...(contact.companyId && { companyId: contact.companyId }),
    });
  }
  if (entity === EmailAccount.name && (isWhole || 'imap' in after))
    await orderMailSync(crm, { workspaceId, accountId: recordId });
  if (entity === EmailThread.name && [before.state, after.state].includes('trash'))
    await crm.enqueue(
      FILE_THREAD,
      { threadId: recordId, byId: actor.id },
      { workspaceId, key: recordId, at: crm.now() },
    );
}
