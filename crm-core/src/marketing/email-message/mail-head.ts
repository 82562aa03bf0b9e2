import type { CrmCore } from '../../crm-core.ts';
import { EmailMessage, type EmailMessageRecord } from './email-message.schema.ts';

/** How a mail says what it answers: no field that people see. */
export type MailHead = Pick<EmailMessageRecord, 'messageId' | 'references'>;

/** Of a mail that may be seen. */
export async function mailHead(
  crm: CrmCore,
  { id, workspaceId }: { id: string; workspaceId: string },
): Promise<MailHead> {
  const found = await crm.store
    .model(EmailMessage)
    .findOne({ _id: id, workspaceId })
    .select('messageId references')
    .lean<Partial<MailHead>>();
  return { messageId: found?.messageId ?? '', references: found?.references ?? [] };
}
