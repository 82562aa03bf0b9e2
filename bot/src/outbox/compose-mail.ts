import { buffer } from 'node:stream/consumers';
import { domainToASCII } from 'node:url';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import { systemScope } from '@clianta/crm-core/entity/scope';
import { InvalidError } from '@clianta/crm-core/errors';
import { MOST_ATTACHED } from '@clianta/crm-core/marketing/drafts/sent-files';
import { EmailBody } from '@clianta/crm-core/marketing/email-message/email-body.schema';
import type { Addressee } from '@clianta/crm-core/marketing/email-message/email-message.schema';
import { trackedHtml } from '@clianta/crm-core/marketing/mail-tracking/mail-links';
import type { OutboxRow } from '@clianta/crm-core/marketing/outbox/outbox-rows';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { FetchFiles } from '../mail-sync/fetch-files.ts';
import type { ReadyMail } from './mail-provider.ts';

/** Headers besides those of every mail; written as they are, in one line: what is folded fails the check of a signature. */
export type FixedHeaders = Readonly<Record<string, string>>;

interface Composing {
  sender: string;
  to: readonly string[];
  headers?: FixedHeaders;
  /** Files of mails that are forwarded. */
  fetchFiles: FetchFiles;
}

/**
 * The bytes of a mail, before anything is connected to: what cannot be written fails here.
 *
 * @param to - whom of the mail it still goes to
 * @throws InvalidError when a file is gone or too large
 */
export async function composeMail(
  crm: CrmCore,
  row: OutboxRow,
  { sender, to, headers = {}, fetchFiles }: Composing,
): Promise<ReadyMail> {
  const body = await crm.store
    .model(EmailBody)
    .findOne({ _id: row._id, workspaceId: row.workspaceId })
    .lean<{ text: string; html?: string }>();
  if (!body) throw new InvalidError('Its text is gone.');
  const isAutomatic = row.purpose !== 'personal';
  const composer = new MailComposer({
    from: person(row.from),
    to: row.to.map(person),
    cc: row.cc.map(person),
    // in the envelope alone
    ...(row.replyTo.length > 0 && { replyTo: row.replyTo.map(person) }),
    subject: row.subject,
    messageId: row.messageId,
    date: row.sentAt ?? crm.now(),
    ...(row.inReplyTo && { inReplyTo: row.inReplyTo }),
    ...(row.references.length > 0 && { references: [...row.references] }),
    text: body.text,
    // only of marketing it is asked whether it is read
    ...(body.html !== undefined && {
      html: row.purpose === 'marketing' ? trackedHtml(crm, row._id, body.html) : body.html,
    }),
    attachments: await attachmentsOf(crm, row, fetchFiles),
    headers: [
      ...(isAutomatic ? [{ key: 'Auto-Submitted', value: 'auto-generated' }] : []),
      ...Object.entries(headers).map(([key, value]) => ({ key, value: { prepared: true, value } })),
    ],
    newline: 'win',
    // nothing of the machine is read, whatever the texts say
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const bytes = await composer.compile().build();
  return {
    id: row._id,
    envelope: { from: onWire(sender), to: to.map(onWire) },
    bytes,
    messageId: row.messageId,
    ...(row.providerId && { providerId: row.providerId }),
  };
}

// as an object: a comma in it adds no one
const person = ({ address, name = '' }: Addressee) => ({ name, address });

async function attachmentsOf(crm: CrmCore, { workspaceId, attachments }: OutboxRow, fetchFiles: FetchFiles) {
  const bytes = attachments.reduce((sum, { size }) => sum + size, 0);
  if (bytes > MOST_ATTACHED)
    throw new InvalidError(
      `Its files have ${Math.ceil(bytes / 1_048_576)} MB, and most servers take no more than 18.`,
    );
  const scope = systemScope(workspaceId);
  const mails = new Map<string, ReturnType<FetchFiles>>();
  return Promise.all(
    attachments.map(async ({ name, type, fileId, mailId, at = 0 }) => {
      if (mailId) {
        // one fetch for all files of a mail
        const files = mails.get(mailId) ?? fetchFiles(workspaceId, mailId);
        mails.set(mailId, files);
        const file = (await files)[at];
        if (!file) throw new InvalidError(`The file ${name} is not in the mail any more.`);
        return { filename: name, contentType: type, content: file.content };
      }
      if (!fileId) throw new InvalidError(`The file ${name} is not there any more.`);
      const { stream } = await crm.files.open(scope, fileId);
      return { filename: name, contentType: type, content: await buffer(stream) };
    }),
  );
}

/** An international domain as every server reads it. */
function onWire(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, at)}@${domainToASCII(address.slice(at + 1))}`;
}
