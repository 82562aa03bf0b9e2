import type { CrmCore } from '../../crm-core.ts';
import type { Scope } from '../../entity/scope.ts';
import { InvalidError } from '../../errors.ts';
import { EmailAccount, type EmailAccountRecord } from '../email-account/email-account.schema.ts';
import { mailboxOf, queueMail } from '../outbox/queue-mail.ts';
import { EmailDraft, type EmailDraftRecord } from './email-draft.schema.ts';
import { requireSeen } from './sent-files.ts';

/** Where a mailbox is connected. */
const CONNECT = 'Connect a mailbox under Settings, Mailboxes';

/**
 * The mailbox that a draft goes out from.
 *
 * @throws InvalidError where there is none, or one of a colleague that is not for the team
 */
export async function sendingMailbox(
  crm: CrmCore,
  scope: Scope,
  { accountId, authorId }: Pick<EmailDraftRecord, 'accountId' | 'authorId'>,
): Promise<EmailAccountRecord> {
  const named = accountId
    ? (await crm.records(EmailAccount).getMany(scope, [accountId])).get(accountId)
    : undefined;
  const account = named && !named.isDeleted ? named : await mailboxOf(crm, scope.workspaceId, authorId);
  if (!account) throw new InvalidError(`No mailbox is connected, so nothing can be sent. ${CONNECT}.`);
  if (account.ownerId !== scope.actor.id && !account.isForTeam)
    throw new InvalidError(
      `${account.address} is a colleague’s mailbox. ${CONNECT}, or have the team’s used.`,
    );
  return account;
}

/**
 * Puts a draft into the outbox as it is. A person's own click is enough; whoever else calls this has their approval.
 *
 * @throws InvalidError for what cannot be sent, naming what it lacks
 */
export async function sendDraft(
  crm: CrmCore,
  scope: Scope,
  draft: EmailDraftRecord,
  { at }: { at?: Date | undefined } = {},
): Promise<{ draft: EmailDraftRecord; account: EmailAccountRecord; messageId: string }> {
  if (draft.status === 'queued') throw new InvalidError('This mail was sent already.');
  requireWhole(draft);
  await requireSeen(crm, scope, draft.attachments);
  const account = await sendingMailbox(crm, scope, draft);
  const { accountId: _id, from, threadId, inReplyTo, opportunityId, html, ...head } = draft;
  const isAlias = from !== undefined && (from === account.address || account.aliases.includes(from));
  const messageId = await queueMail(crm, scope.workspaceId, {
    accountId: account.id,
    to: head.to,
    cc: head.cc,
    bcc: head.bcc,
    subject: head.subject,
    text: withSignature(head.text, account.signature),
    attachments: head.attachments,
    purpose: 'personal',
    // of the draft as it is: called again it is the same mail, changed and sent anew it is another
    sendKey: `draft:${draft.id}:${draft.version}`,
    references: head.references,
    contactIds: head.contactIds,
    companyIds: head.companyIds,
    peopleIds: [...new Set([draft.authorId, account.ownerId])],
    ...(html && { html }),
    ...(isAlias && {
      from: { address: from, ...(account.displayName && { name: account.displayName }) },
    }),
    ...(threadId && { threadId }),
    ...(inReplyTo && { inReplyTo }),
    ...(opportunityId && { opportunityId }),
    ...(at && { dueAt: at }),
  });
  const sent = await crm
    .records(EmailDraft)
    .update(scope, draft.id, { status: 'queued', messageId, sendAt: at ?? crm.now() } as never, {
      version: draft.version,
    });
  return { draft: sent, account, messageId };
}

/** @throws InvalidError naming what a mail cannot go without */
export function requireWhole({ to, text, missing }: Pick<EmailDraftRecord, 'to' | 'text' | 'missing'>): void {
  if (to.length === 0) throw new InvalidError('The draft has no recipient yet. Say who gets it.');
  if (text.trim() === '') throw new InvalidError('The draft has no text yet. Say what it is to say.');
  if (missing.length > 0)
    throw new InvalidError(
      `The draft has gaps: ${missing.join(', ')} is empty. Fill it in on the record, or change the text.`,
    );
}

export function withSignature(text: string, signature: string | undefined | null): string {
  const own = signature?.trim();
  return own && !text.includes(own) ? `${text.trimEnd()}\n\n-- \n${own}\n` : text;
}
