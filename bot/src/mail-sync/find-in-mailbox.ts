import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { EmailMessageRecord } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { MailFolder, type MailFolderRecord } from '@clianta/crm-core/marketing/mail-sync/mail-folder.schema';
import type { ImapFlow } from 'imapflow';

/** Of a mail as it is stored: what it takes to find it in its mailbox. */
export type MailPlace = Pick<EmailMessageRecord, 'workspaceId' | 'accountId' | 'messageId' | 'copies'>;
type Folder = Pick<MailFolderRecord, 'path'> & { _id: string };

/**
 * Does something with a mail where it lies: in the folders it was read from, found by its Message-ID, since numbers are given
 * anew and people move mail.
 *
 * @param act - with the folder open; undefined: go on in the next one
 */
export async function findInMailbox<T>(
  crm: CrmCore,
  client: ImapFlow,
  { workspaceId, accountId, messageId, copies }: MailPlace,
  act: (uid: number, folder: Folder) => Promise<T | undefined>,
): Promise<T | undefined> {
  const folders = await crm.store
    .model(MailFolder)
    .find({ workspaceId, accountId })
    .select('path')
    .lean<Folder[]>();
  const isHere = ({ _id }: Folder) => copies.some((copy) => copy.startsWith(`${_id}:`));
  for (const folder of folders.toSorted((a, b) => Number(isHere(b)) - Number(isHere(a)))) {
    const lock = await client.getMailboxLock(folder.path);
    try {
      const [uid] = await uidsOf(client, messageId);
      const done = uid === undefined ? undefined : await act(uid, folder);
      if (done !== undefined) return done;
    } finally {
      lock.release();
    }
  }
  return undefined;
}

/** In the folder that is open. Servers search for part of a header, so angle brackets are part of what is sought. */
export async function uidsOf(client: ImapFlow, messageId: string): Promise<number[]> {
  if (!client.mailbox || client.mailbox.exists === 0) return [];
  const found = await client.search({ header: { 'message-id': messageId } }, { uid: true });
  return found || [];
}
