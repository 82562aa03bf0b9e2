import type { CrmCore } from '../../crm-core.ts';
import { EmailMessage } from '../email-message/email-message.schema.ts';
import { EmailThread } from '../email-thread/email-thread.schema.ts';

/**
 * Gives a contact the mail that its addresses have had part in. Of what was kept without its text, the text is fetched when
 * its mailbox is read next.
 *
 * @returns how many mails are theirs now
 */
export async function linkHistory(
  crm: CrmCore,
  workspaceId: string,
  contact: { id: string; addresses: readonly string[]; companyId?: string | undefined },
): Promise<number> {
  if (contact.addresses.length === 0) return 0;
  const mails = crm.store.model(EmailMessage).collection;
  const theirs = { workspaceId, addresses: { $in: [...contact.addresses] }, contactIds: { $ne: contact.id } };
  const add = {
    $addToSet: { contactIds: contact.id, ...(contact.companyId && { companyIds: contact.companyId }) },
  };
  const { modifiedCount } = await mails.updateMany(theirs as never, add as never);
  await crm.store.model(EmailThread).collection.updateMany(theirs as never, add as never);
  return modifiedCount;
}
