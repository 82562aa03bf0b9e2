import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/**
 * `queued` waits for its time, `claimed` is being prepared, `transmitting` may have reached the vendor: what ends there without
 * an answer is `unknown`, and never sent again by itself. `sent` was taken by the vendor, `delivered` has arrived.
 */
const PHONE_STATUSES = [
  'queued',
  'claimed',
  'transmitting',
  'unknown',
  'sent',
  'delivered',
  'failed',
  'held',
  'cancelled',
  'received',
] as const;

/** A text message or a voicemail, to somebody or from them; what goes out is a row of the outbox first. */
export const PhoneMessage = defineEntity({
  name: 'phoneMessage',
  plural: 'phone-messages',
  domain: 'marketing',
  label: { one: 'phone message', many: 'phone messages' },
  isAudited: false,
  isReadOnly: true,
  schema: z.object({
    kind: z.enum(['sms', 'voice']).meta({ label: 'Kind' }),
    direction: z.enum(['in', 'out']).meta({ label: 'Direction' }),
    status: z.enum(PHONE_STATUSES).meta({ label: 'Status' }),
    why: z.string().max(500).optional().meta({ label: 'Why' }),
    /** Theirs, as `+14155550100`. */
    phone: z.string().max(40).meta({ label: 'Number', format: 'phone' }),
    text: z.string().max(1_600).default('').meta({ label: 'Text' }),
    /** What is played instead. */
    fileId: z.string().optional().meta({ label: 'Recording', ref: 'attachment', onDelete: 'keep' }),
    contactId: z.string().optional().meta({ label: 'Contact', ref: 'contact', onDelete: 'clear' }),
    purpose: z.enum(['personal', 'service', 'marketing']).default('personal').meta({ label: 'Purpose' }),
    /** The clock that its hours are on. */
    timeZone: z.string().max(60).default('UTC').meta({ hidden: true }),
    segments: z.number().int().min(0).optional().meta({ label: 'Segments' }),
    /** The account that it went out by, or came in by. */
    credentialId: z.string().optional().meta({ hidden: true }),
    /** What the vendor calls it. */
    providerId: z.string().max(100).optional().meta({ hidden: true }),
    /** The cause of one that is sent: the same cause sends once. */
    sendKey: z.string().max(200).optional().meta({ hidden: true }),
    /** What it belongs to: `sequence:<id>`. */
    source: z.string().max(80).optional().meta({ hidden: true }),
    dueAt: z.date().optional().meta({ label: 'Goes out', hasTime: true }),
    sentAt: z.date().optional().meta({ label: 'Sent', hasTime: true }),
    attempts: z.number().int().min(0).default(0).meta({ label: 'Attempts' }),
    firstTriedAt: z.date().optional().meta({ hidden: true }),
    leaseUntil: z.date().optional().meta({ hidden: true }),
    claim: z.string().max(40).optional().meta({ hidden: true }),
    /** When it was last looked up at the vendor. */
    checkedAt: z.date().optional().meta({ hidden: true }),
    /** Whose message it is. */
    ownerId: z.string().optional().meta({ label: 'By', ref: 'user', onDelete: 'keep' }),
  }),
  personal: { contactId: 'erase', phone: 'erase' },
  titleOf: ({ kind, phone }) => `${kind === 'sms' ? 'Text message' : 'Voicemail'} ${phone}`,
  unique: [['sendKey'], ['providerId']],
  indexes: [['contactId', '-createdAt'], ['status', 'dueAt'], ['phone']],
  access: { read: 'member', create: 'system', update: 'system', delete: 'system' },
  derivedEvents: [
    {
      type: 'text.received',
      when: (after, before) => after.status === 'received' && before?.status !== 'received',
    },
    {
      type: 'text.failed',
      when: (after, before) =>
        before !== undefined &&
        before.status !== after.status &&
        ['failed', 'unknown', 'held', 'cancelled'].includes(String(after.status)),
    },
  ],
});

export type PhoneMessageRecord = RecordOf<typeof PhoneMessage>;
