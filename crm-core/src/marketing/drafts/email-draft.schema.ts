import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { emailAddress } from '../../entity/email-address.ts';
import { InvalidError } from '../../errors.ts';
import { sentAttachment } from '../email-message/email-message.schema.ts';

const people = z.array(z.object({ address: emailAddress(), name: z.string().max(200).optional() })).max(100);

/** What is sent is what was approved: these stay as they are from then on. */
const CONTENT = ['to', 'cc', 'bcc', 'subject', 'text', 'html', 'attachments', 'accountId'] as const;

/** A mail of the outbox that ended so has reached nobody. */
const NOT_GONE: ReadonlySet<unknown> = new Set(['cancelled', 'failed']);

/** A mail that somebody writes. Sending makes an `EmailMessage` of it; without a mailbox it can be written all the same. */
export const EmailDraft = defineEntity({
  name: 'emailDraft',
  plural: 'email-drafts',
  domain: 'marketing',
  label: { one: 'email draft', many: 'email drafts' },
  aliases: ['e-mail draft', 'e-mail drafts', 'mail draft', 'mail drafts'],
  privateTo: 'authorId',
  talk: {
    key: 'draft',
    owner: 'authorId',
    columns: ['subject', 'to', 'status', 'sendAt'],
    tellsApart: ['to', 'status'],
  },
  schema: z.object({
    subject: z.string().trim().max(998).default('').meta({ label: 'Subject' }),
    kind: z.enum(['new', 'reply', 'forward']).default('new').meta({ label: 'Kind', isAside: true }),
    /** `queued` is in the outbox, until its time. */
    status: z
      .enum(['draft', 'queued'])
      .default('draft')
      .meta({ label: 'Status', readOnly: true, hasCommonWords: true }),
    authorId: z.string().meta({ label: 'Author', ref: 'user', onDelete: 'keep', isAside: true }),
    /** Left out: the mailbox of its author when it is sent. */
    accountId: z
      .string()
      .optional()
      .meta({ label: 'Mailbox', ref: 'emailAccount', onDelete: 'keep', isAside: true }),
    /** An alias of the mailbox: the one that was written to. */
    from: emailAddress().optional().meta({ label: 'From', isAside: true }),
    to: people.default([]).meta({ label: 'To' }),
    cc: people.default([]).meta({ label: 'Cc', isAside: true }),
    bcc: people.default([]).meta({ label: 'Bcc', isAside: true }),
    text: z.string().max(100_000).default('').meta({ label: 'Text', format: 'longtext', isAside: true }),
    /** Of a template, as long as its text was not changed. */
    html: z.string().max(500_000).optional().meta({ label: 'HTML', format: 'longtext', isAside: true }),
    attachments: z.array(sentAttachment).max(20).default([]).meta({ label: 'Attachments', isAside: true }),
    /** Variables of its template that came out empty: with these it is not sent. */
    missing: z.array(z.string().max(120)).max(100).default([]).meta({ label: 'Missing', isAside: true }),
    templateId: z
      .string()
      .optional()
      .meta({ label: 'Template', ref: 'emailTemplate', onDelete: 'clear', isAside: true }),
    threadId: z
      .string()
      .optional()
      .meta({ label: 'Thread', ref: 'emailThread', onDelete: 'keep', isAside: true }),
    inReplyTo: z.string().max(998).optional().meta({ label: 'Answers', isAside: true }),
    references: z
      .array(z.string().max(998))
      .max(100)
      .default([])
      .meta({ label: 'References', isAside: true }),
    contactIds: z
      .array(z.string())
      .max(100)
      .default([])
      .meta({ label: 'Contacts', ref: 'contact', onDelete: 'clear', isAside: true }),
    companyIds: z
      .array(z.string())
      .max(100)
      .default([])
      .meta({ label: 'Companies', ref: 'company', onDelete: 'clear', isAside: true }),
    opportunityId: z
      .string()
      .optional()
      .meta({ label: 'Deal', ref: 'opportunity', onDelete: 'clear', isAside: true }),
    /** Of one that was sent: the mail. */
    messageId: z
      .string()
      .optional()
      .meta({ label: 'Mail', ref: 'emailMessage', onDelete: 'clear', readOnly: true, isAside: true }),
    sendAt: z.date().optional().meta({ label: 'Goes out', readOnly: true, hasTime: true }),
  }),
  personal: { contactIds: 'erase' },
  titleOf: ({ subject, to }) => subject || (to[0] ? `To ${to[0].name ?? to[0].address}` : 'No subject'),
  search: ['subject'],
  indexes: [['authorId', '-createdAt'], ['threadId'], ['messageId'], ['contactIds']],
  async prepare(next, { before }) {
    const isChanged = (name: (typeof CONTENT)[number]) =>
      JSON.stringify(next[name] ?? null) !== JSON.stringify(before?.[name] ?? null);
    if (before?.status === 'queued' && next.status === 'queued' && CONTENT.some(isChanged))
      throw new InvalidError(
        `“${before.subject || 'The mail'}” is in the outbox already. Say “don’t send it” first, as long as it has not gone.`,
      );
    // another text is no longer the template's
    const isOwnText = before && isChanged('text') && !isChanged('html');
    return isOwnText && next.html !== undefined ? { html: undefined } : {};
  },
  // undoing or deleting it does not bring back a mail
  async guard({ before, after }, { readWhere }) {
    if (before?.status !== 'queued' || !before.messageId || after?.status === 'queued') return undefined;
    const mail = await readWhere('emailMessage', { _id: before.messageId });
    if (!mail || NOT_GONE.has(mail.status)) return undefined;
    const subject = before.subject || 'The mail';
    return mail.status === 'queued' || mail.status === 'held'
      ? `“${subject}” is in the outbox. Say “don’t send it” to take it back.`
      : `“${subject}” has gone out already, and cannot be taken back.`;
  },
});

export type EmailDraftRecord = RecordOf<typeof EmailDraft>;
