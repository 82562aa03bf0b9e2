import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';

/** A mail of which only the head was kept. */
interface BareMail {
  _id: string;
  messageId: string;
  copies: string[];
  sentAt: Date;
}

/** Those whose text is to be fetched, now that somebody who takes part is known. */
export function bareMails(
  crm: CrmCore,
  { workspaceId, id }: EmailAccountRecord,
  most: number,
): Promise<BareMail[]> {
  return crm.store
    .model(EmailMessage)
    .find({
      workspaceId,
      accountId: id,
      isBare: true,
      $or: [{ 'contactIds.0': { $exists: true } }, { 'companyIds.0': { $exists: true } }],
    })
    .select('_id messageId copies sentAt')
    .limit(most)
    .lean<BareMail[]>();
}
