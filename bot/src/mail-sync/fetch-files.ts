import { systemScope } from '@clianta/crm-core/entity/scope';
import { InvalidError, NotFoundError, UpstreamError } from '@clianta/crm-core/errors';
import { EmailAccount } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { EmailMessage } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import type { MailPlace } from './find-in-mailbox.ts';
import { mailSourceOf } from './mail-source.ts';
import { filesIn, type MailFile } from './parse-mail.ts';
import type { Mailboxes } from './with-mailbox.ts';

/** The files of a mail that was read, in its order. Nothing of them is kept here: they stay in the mailbox. */
export type FetchFiles = (workspaceId: string, mailId: string) => Promise<MailFile[]>;

/** @throws InvalidError where the mail is not in its mailbox any more, UpstreamError where that cannot be reached */
export const fetchFiles =
  (mailboxes: Mailboxes): FetchFiles =>
  async (workspaceId, mailId) => {
    const { crm } = mailboxes;
    const scope = systemScope(workspaceId);
    const mail = await placeOf(mailboxes, workspaceId, mailId);
    const { accountId } = mail;
    const account = (await crm.records(EmailAccount).getMany(scope, [accountId])).get(accountId);
    const source = account && !account.isDeleted ? mailSourceOf(mailboxes, account) : undefined;
    if (!account || !source)
      throw new InvalidError('The mailbox that the file is in is not connected any more.');
    const found = await source.sourceOf(mail);
    if (!found) throw new UpstreamError(`${account.address} does not let us in.`);
    return filesIn(found);
  };

/** Where it lies is no field that anybody sees. */
async function placeOf({ crm }: Mailboxes, workspaceId: string, mailId: string): Promise<MailPlace> {
  const found = await crm.store
    .model(EmailMessage)
    .findOne({ _id: mailId, workspaceId, isDeleted: false })
    .select('workspaceId accountId messageId copies')
    .lean<MailPlace>();
  if (!found) throw new NotFoundError('e-mail', mailId);
  return found;
}
