import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';
import { emailAddress } from '../../entity/email-address.ts';

/**
 * `draft` is being written. `queued` waits for its time, `claimed` is being prepared, `transmitting` may have reached the
 * server: what ends there without an answer is `unknown`, and never sent again by itself. `held`: somebody has to decide.
 */
const MAIL_STATUSES = [
  'draft',
  'queued',
  'claimed',
  'transmitting',
  'sent',
  'failed',
  'unknown',
  'bounced',
  'held',
  'cancelled',
  'received',
] as const;

/** Control characters would begin another line of the envelope or of the header. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const LINE = /^[^\u0000-\u001f\u007f]*$/;

export const addressee = z.object({
  address: emailAddress().regex(/^[^"\s<>]*$/, 'is written in a way that mail servers read differently'),
  name: z.string().max(200).regex(LINE, 'has a line break in it').optional(),
});
export type Addressee = z.output<typeof addressee>;

/** A file that goes along with a mail: one of ours, or one of a mail that was read, by its place there. */
export const sentAttachment = z.object({
  name: z.string().max(300),
  type: z.string().max(200),
  size: z.number().int().min(0),
  fileId: z.string().optional(),
  mailId: z.string().optional(),
  at: z.number().int().min(0).optional(),
});
export type SentAttachment = z.output<typeof sentAttachment>;

const attachment = sentAttachment.extend({
  /** Of a mail that was read: its IMAP part. */
  part: z.string().max(60).optional(),
});

/** A mail: one that was read from a mailbox, a draft, or a row of the outbox. Its text is an `EmailBody` of the same id. */
export const EmailMessage = defineEntity({
  name: 'emailMessage',
  plural: 'email-messages',
  domain: 'marketing',
  label: { one: 'email', many: 'emails' },
  isAudited: false,
  isReadOnly: true,
  privateTo: 'peopleIds',
  sharedBy: 'isListed',
  schema: z.object({
    direction: z.enum(['in', 'out']).meta({ label: 'Direction' }),
    status: z.enum(MAIL_STATUSES).meta({ label: 'Status' }),
    /** Why it is held, failed, bounced or cancelled, in words. */
    why: z.string().max(500).optional().meta({ label: 'Why' }),
    accountId: z.string().meta({ label: 'Mailbox', ref: 'emailAccount', onDelete: 'keep' }),
    threadId: z
      .string()
      .optional()
      .meta({ label: 'Thread', ref: 'emailThread', onDelete: 'keep', isAside: true }),
    /** With its angle brackets; of a mail that is sent it exists before sending. */
    messageId: z.string().max(998).meta({ label: 'Message-ID', hidden: true }),
    /** Of a mail that was read: a reused Message-ID must not hide another mail. */
    contentHash: z.string().max(64).default('').meta({ hidden: true }),
    inReplyTo: z.string().max(998).optional().meta({ hidden: true }),
    references: z.array(z.string().max(998)).max(100).default([]).meta({ hidden: true }),
    from: addressee.meta({ label: 'From' }),
    to: z.array(addressee).max(500).default([]).meta({ label: 'To' }),
    cc: z.array(addressee).max(500).default([]).meta({ label: 'Cc' }),
    bcc: z.array(addressee).max(500).default([]).meta({ label: 'Bcc' }),
    replyTo: z.array(addressee).max(20).default([]).meta({ label: 'Reply to' }),
    subject: z.string().max(998).default('').meta({ label: 'Subject' }),
    attachments: z.array(attachment).max(200).default([]).meta({ label: 'Attachments' }),
    contactIds: z
      .array(z.string())
      .max(500)
      .default([])
      .meta({ label: 'Contacts', ref: 'contact', onDelete: 'clear' }),
    companyIds: z
      .array(z.string())
      .max(100)
      .default([])
      .meta({ label: 'Companies', ref: 'company', onDelete: 'clear' }),
    opportunityId: z.string().optional().meta({ label: 'Deal', ref: 'opportunity', onDelete: 'clear' }),
    /** Where it lies in the mailbox: `<folder id>:<uid>`. */
    copies: z.array(z.string().max(60)).max(50).default([]).meta({ hidden: true }),
    autoKind: z.enum(['none', 'autoReply', 'bounce', 'list']).default('none').meta({ label: 'Automatic' }),
    /** When it was written (out) or arrived (in). */
    sentAt: z.date().optional().meta({ label: 'Sent', hasTime: true }),
    /** What this mail is for decides who may get it. */
    purpose: z.enum(['personal', 'service', 'marketing']).default('personal').meta({ label: 'Purpose' }),
    topic: z.string().max(80).optional().meta({ label: 'Topic' }),
    /** The cause of a mail that is sent: the same cause sends once. */
    sendKey: z.string().max(200).optional().meta({ hidden: true }),
    /** What it belongs to: `campaign:<id>`, `sequence:<id>`. */
    source: z.string().max(80).optional().meta({ hidden: true }),
    dueAt: z.date().optional().meta({ label: 'Goes out', hasTime: true }),
    attempts: z.number().int().min(0).default(0).meta({ label: 'Attempts' }),
    leaseUntil: z.date().optional().meta({ hidden: true }),
    /** Names the run that has claimed it. */
    claim: z.string().max(40).optional().meta({ hidden: true }),
    firstTriedAt: z.date().optional().meta({ hidden: true }),
    /** Its place in the pace of the mailbox, once it has one. */
    slotAt: z.date().optional().meta({ hidden: true }),
    /** What the provider calls it. */
    providerId: z.string().max(300).optional().meta({ hidden: true }),
    /** Of all that take part, so that a contact who is added later gets their mail. */
    addresses: z.array(z.string().max(254)).max(1_000).default([]).meta({ hidden: true }),
    /** Nobody takes part whom the CRM knows: its text was not kept. */
    isBare: z.boolean().optional().meta({ hidden: true }),
    /** How it came in, as people and workflows were told. */
    arrival: z.enum(['received', 'replied']).optional().meta({ hidden: true }),
    /** Whose mail it is. */
    peopleIds: z.array(z.string()).max(50).default([]).meta({ hidden: true }),
    /** Everybody in the workspace sees who wrote to whom, when and about what. */
    isListed: z.boolean().default(true).meta({ hidden: true }),
  }),
  personal: { contactIds: 'erase', 'from.address': 'erase' },
  titleOf: ({ subject }) => subject || 'No subject',
  search: ['subject'],
  unique: [['accountId', 'messageId', 'contentHash'], ['sendKey']],
  indexes: [
    ['threadId', 'sentAt'],
    ['contactIds', '-sentAt'],
    ['status', 'dueAt'],
    ['copies'],
    ['source', 'status'],
    ['messageId'],
    ['references'],
    ['addresses'],
    ['accountId', 'isBare'],
  ],
  access: { create: 'system', update: 'system', delete: 'system' },
  // campaigns tell of their mails together
  derivedEvents: [
    {
      type: 'email.received',
      when: (after, before) => after.arrival !== undefined && before?.arrival === undefined,
    },
    {
      type: 'email.replied',
      when: (after, before) => after.arrival === 'replied' && before?.arrival === undefined,
    },
    {
      type: 'email.sent',
      when: (after, before) =>
        after.status === 'sent' && before?.status !== 'sent' && after.purpose !== 'marketing',
    },
    {
      type: 'email.bounced',
      when: (after, before) => after.status === 'bounced' && before?.status !== 'bounced',
    },
  ],
});

export type EmailMessageRecord = RecordOf<typeof EmailMessage>;
