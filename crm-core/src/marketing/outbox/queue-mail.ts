import { z } from 'zod';
import type { CrmCore } from '../../crm-core.ts';
import { idFrom, newId } from '../../entity/ids.ts';
import { systemScope } from '../../entity/scope.ts';
import { validate } from '../../entity/validate.ts';
import { InvalidError } from '../../errors.ts';
import { EmailAccount, type EmailAccountRecord } from '../email-account/email-account.schema.ts';
import { EmailBody } from '../email-message/email-body.schema.ts';
import {
  type Addressee,
  addressee,
  EmailMessage,
  type SentAttachment,
} from '../email-message/email-message.schema.ts';
import { SEND_MAIL } from './send-mail-order.ts';

const peopleSchema = z.object({
  from: addressee.optional(),
  to: z.array(addressee).max(500),
  cc: z.array(addressee).max(500).default([]),
  bcc: z.array(addressee).max(500).default([]),
});

export interface OutgoingMail {
  accountId: string;
  to: Addressee[];
  cc?: Addressee[];
  bcc?: Addressee[];
  /** An alias of the mailbox; left out: its address. */
  from?: Addressee;
  subject: string;
  /** Plain text, always: HTML goes beside it. */
  text: string;
  html?: string;
  attachments?: SentAttachment[];
  /** What it is for decides who may get it: marketing takes consent, whatever is personal or service does not. */
  purpose: 'personal' | 'service' | 'marketing';
  topic?: string;
  /** Its cause: `approval:<id>`, `campaign:<id>:<contact>`. The same again is the same mail. */
  sendKey: string;
  /** What it belongs to: `campaign:<id>`. */
  source?: string;
  /** Default now. */
  dueAt?: Date;
  threadId?: string;
  inReplyTo?: string;
  references?: string[];
  contactIds?: string[];
  companyIds?: string[];
  opportunityId?: string;
  /** Whose mail it is; left out: the owner of the mailbox. */
  peopleIds?: string[];
}

/**
 * Puts a mail into the outbox. It goes out at its time, once; whether it may (suppression, consent, pause) is looked at
 * then. Whoever calls this has the approval that it takes.
 *
 * @returns the mail's id, the same for the same `sendKey`
 * @throws InvalidError where the mailbox cannot send
 */
export async function queueMail(crm: CrmCore, workspaceId: string, mail: OutgoingMail): Promise<string> {
  const account = await sendingAccount(crm, workspaceId, mail.accountId);
  const people = validate(peopleSchema, { ...mail }, 'mail');
  if (people.to.length + people.cc.length + people.bcc.length === 0)
    throw new InvalidError('Nobody is named whom the mail is to.');
  const id = idFrom(`mail:${workspaceId}:${mail.sendKey}`);
  const now = crm.now();
  const dueAt = mail.dueAt ?? now;
  const peopleIds = mail.peopleIds ?? [account.ownerId];
  const { accountId, sendKey, purpose, subject } = mail;
  const own = {
    workspaceId,
    isDeleted: false,
    version: 1,
    createdAt: now,
    updatedAt: now,
    createdBy: 'system',
    peopleIds,
  };
  // the text first: a row without one must not be found by whoever sends
  await insertOnce(crm, EmailBody.name, id, {
    ...own,
    text: mail.text,
    ...(mail.html !== undefined && { html: mail.html }),
    isShared: account.sharing === 'full',
  });
  await insertOnce(crm, EmailMessage.name, id, {
    ...own,
    direction: 'out',
    status: 'queued',
    accountId,
    messageId: `<${newId()}.${id}@${account.address.split('@').at(-1)}>`,
    contentHash: '',
    from: people.from ?? {
      address: account.address,
      ...(account.displayName && { name: account.displayName }),
    },
    to: people.to,
    cc: people.cc,
    bcc: people.bcc,
    replyTo: [],
    subject: subject.replace(/\s+/g, ' ').trim(),
    attachments: mail.attachments ?? [],
    contactIds: mail.contactIds ?? [],
    companyIds: mail.companyIds ?? [],
    references: mail.references ?? [],
    copies: [],
    autoKind: 'none',
    purpose,
    sendKey,
    dueAt,
    attempts: 0,
    isListed: account.sharing !== 'private',
    ...(mail.opportunityId && { opportunityId: mail.opportunityId }),
    ...(mail.topic && { topic: mail.topic }),
    ...(mail.source && { source: mail.source }),
    ...(mail.threadId && { threadId: mail.threadId }),
    ...(mail.inReplyTo && { inReplyTo: mail.inReplyTo }),
  });
  await crm.enqueue(SEND_MAIL, { messageId: id, attempt: 0 }, { workspaceId, key: id, at: dueAt });
  return id;
}

/** @throws InvalidError saying what to do */
async function sendingAccount(
  crm: CrmCore,
  workspaceId: string,
  accountId: string,
): Promise<EmailAccountRecord> {
  const found = await crm.records(EmailAccount).getMany(systemScope(workspaceId), [accountId]);
  const account = found.get(accountId);
  if (!account || account.isDeleted)
    throw new InvalidError(
      'The mailbox it was to go out from is gone. Connect one under Settings, Mailboxes.',
    );
  if (!account.smtp && account.provider === 'imap')
    throw new InvalidError(`${account.address} has no outgoing server. Set one under Settings, Mailboxes.`);
  return account;
}

const insertOnce = (crm: CrmCore, entity: string, id: string, values: Record<string, unknown>) =>
  crm.store
    .model(entity)
    .collection.updateOne({ _id: id as never }, { $setOnInsert: values }, { upsert: true });

/**
 * The mailbox that somebody sends from: the one they own; without one of theirs, or for what no person sends, one that
 * is for the team. Undefined: none is connected.
 */
export async function mailboxOf(
  crm: CrmCore,
  workspaceId: string,
  userId?: string,
): Promise<EmailAccountRecord | undefined> {
  const { cached } = await crm.facts(workspaceId);
  const all = ((cached.get(EmailAccount.name) ?? []) as EmailAccountRecord[]).filter(
    ({ smtp, provider }) => smtp !== undefined || provider !== 'imap',
  );
  return all.find(({ ownerId }) => ownerId === userId) ?? all.find(({ isForTeam }) => isForTeam);
}
