import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import { Attachment } from '../../files/attachment/attachment.schema.ts';
import { EmailBody } from '../email-message/email-body.schema.ts';
import type { SentAttachment } from '../email-message/email-message.schema.ts';

/** Most servers take 25 MB (Gmail's limit), in which files are a third larger. */
export const MOST_ATTACHED = 18 * 1_048_576;
/** Files that one mail takes along. */
export const MOST_FILES = 20;

/** What is sent, its sender can see: files by themselves, files of a mail with what it says. @throws InvalidError naming one */
export async function requireSeen(
  crm: CrmCore,
  scope: Scope,
  attachments: readonly SentAttachment[],
): Promise<void> {
  const idsOf = (key: 'fileId' | 'mailId') => attachments.flatMap((one) => one[key] ?? []);
  const files = await crm.records(Attachment).getMany(scope, idsOf('fileId'));
  const mails = await crm.records(EmailBody).getMany(scope, idsOf('mailId'));
  const hidden = attachments.find(({ fileId = '', mailId = '' }) => !files.has(fileId) && !mails.has(mailId));
  if (hidden) throw new InvalidError(`The file ${hidden.name} is not there, or not yours to send.`);
}
