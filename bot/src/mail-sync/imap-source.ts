import { InvalidError } from '@clianta/crm-core/errors';
import type { EmailAccountRecord } from '@clianta/crm-core/marketing/email-account/email-account.schema';
import { ownPeople } from '@clianta/crm-core/marketing/mail-sync/known-people';
import type { ImapFlow } from 'imapflow';
import { fetchBare } from './fetch-bare.ts';
import { findInMailbox, type MailPlace, uidsOf } from './find-in-mailbox.ts';
import { readFolders } from './mail-folders.ts';
import type { FiledMail, MailSource } from './mail-source.ts';
import { MOST_BYTES } from './parse-mail.ts';
import { readBack, readNew } from './read-folder.ts';
import { specialFolder } from './special-folder.ts';
import { type Mailboxes, withMailbox } from './with-mailbox.ts';

/** A mailbox on a server that speaks IMAP. */
export function imapSource(mailboxes: Mailboxes, account: EmailAccountRecord): MailSource {
  const { crm } = mailboxes;
  const inside = <T>(read: (client: ImapFlow) => Promise<T>) => withMailbox(mailboxes, account, read);
  const readingOf = async (client: ImapFlow, signal: AbortSignal) => ({
    crm,
    account,
    client,
    signal,
    own: await ownPeople(crm, account.workspaceId),
  });
  return {
    readNew: (signal) =>
      inside(async (client) => {
        const reading = await readingOf(client, signal);
        const folders = await readFolders(crm, account, client);
        let fresh = 0;
        for (const folder of folders) fresh += await readNew(reading, folder);
        await fetchBare(reading, folders);
        return { fresh, isMore: folders.some(({ backfillUid }) => backfillUid > 1) };
      }),
    readBack: (signal) =>
      inside(async (client) => {
        const reading = await readingOf(client, signal);
        const folders = await readFolders(crm, account, client);
        const left = folders.filter(({ backfillUid }) => backfillUid > 1);
        const [next] = left;
        if (!next) return false;
        const isMore = await readBack(reading, next);
        return isMore || left.length > 1;
      }),
    sourceOf: (mail) => inside((client) => sourceOf(mailboxes, client, mail)),
    async file(mails, to) {
      await inside((client) =>
        to === 'trash' ? toTrash(mailboxes, client, mails) : fromTrash(client, mails),
      );
    },
  };
}

async function sourceOf({ crm }: Mailboxes, client: ImapFlow, mail: MailPlace): Promise<Buffer> {
  const source = await findInMailbox(crm, client, mail, async (uid) => {
    const head = await client.fetchOne(String(uid), { size: true }, { uid: true });
    if (head !== false && (head.size ?? 0) > MOST_BYTES)
      throw new InvalidError('The mail is too large to be opened here. Its files are in the mailbox.');
    const whole = await client.fetchOne(String(uid), { source: true }, { uid: true });
    return whole === false ? undefined : whole.source;
  });
  if (!source) throw new InvalidError('The mail is not in its mailbox any more, and its files with it.');
  return source;
}

async function toTrash({ crm }: Mailboxes, client: ImapFlow, mails: readonly FiledMail[]): Promise<void> {
  const trash = await specialFolder(client, '\\Trash');
  if (!trash) return;
  for (const mail of mails)
    await findInMailbox(crm, client, mail, (uid) => client.messageMove(String(uid), trash, { uid: true }));
}

async function fromTrash(client: ImapFlow, mails: readonly FiledMail[]): Promise<void> {
  const [trash, inbox, sent] = [
    await specialFolder(client, '\\Trash'),
    (await specialFolder(client, '\\Inbox')) ?? 'INBOX',
    await specialFolder(client, '\\Sent'),
  ];
  if (!trash) return;
  const lock = await client.getMailboxLock(trash);
  try {
    for (const { messageId, direction } of mails) {
      const [uid] = await uidsOf(client, messageId);
      const path = direction === 'out' ? (sent ?? inbox) : inbox;
      if (uid !== undefined) await client.messageMove(String(uid), path, { uid: true });
    }
  } finally {
    lock.release();
  }
}
