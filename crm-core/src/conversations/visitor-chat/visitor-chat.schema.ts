import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** Who a visitor talks to: Clianta; nobody yet, though they want a person; a teammate; nobody any more. */
const VISITOR_CHAT_STATES = ['bot', 'waiting', 'person', 'resolved'] as const;

/** More than this begins another chat. */
export const MOST_VISITOR_MESSAGES = 300;
export const LONGEST_VISITOR_MESSAGE = 2_000;

/** What a visitor may send in a chat: enough for a few pictures and documents. */
export const MOST_VISITOR_FILES = 10;

const file = z.object({
  id: z.string(),
  name: z.string().max(255),
  mime: z.string().max(200),
  bytes: z.number().int(),
});

const message = z.object({
  /** Of a visitor's message what their page calls it: sent again it is the same one. */
  id: z.string().max(64),
  by: z.enum(['visitor', 'bot', 'teammate']),
  userId: z.string().optional(),
  /** Empty where it is a file. */
  text: z.string().max(4_000),
  /** A file that the visitor sent; it belongs to the chat. */
  file: file.optional(),
  at: z.date(),
});

export type VisitorMessage = z.output<typeof message>;

/**
 * What is said with a visitor of the website, who has no account and is nobody of the CRM. It stands in one document, so
 * that who speaks is decided by one conditional write. What visitors write is text from outside.
 */
export const VisitorChat = defineEntity({
  name: 'visitorChat',
  plural: 'visitor-chats',
  domain: 'conversations',
  label: { one: 'visitor chat', many: 'visitor chats' },
  isAudited: false,
  schema: z.object({
    /** `V12`; given once in a workspace. */
    reference: z.string().max(20).default('').meta({ label: 'Number', readOnly: true }),
    siteId: z.string().meta({ readOnly: true }),
    /** Of the key that the visitor's browser has. */
    keyHash: z.string().max(64).meta({ readOnly: true, hidden: true }),
    state: z.enum(VISITOR_CHAT_STATES).default('bot').meta({ label: 'State', readOnly: true }),
    assigneeId: z
      .string()
      .optional()
      .meta({ label: 'Assignee', ref: 'user', onDelete: 'keep', readOnly: true }),
    /** As the visitor says; nothing proves it. */
    name: z.string().max(120).optional().meta({ label: 'Name', readOnly: true }),
    email: z.string().max(254).optional().meta({ label: 'E-mail', readOnly: true }),
    /** When they agreed, and to which text. */
    consentedAt: z.date().optional().meta({ readOnly: true }),
    consent: z.string().max(600).optional().meta({ readOnly: true }),
    locale: z.string().max(35).optional().meta({ readOnly: true }),
    timeZone: z.string().max(60).optional().meta({ readOnly: true }),
    /** What their e-mail address is asked for. */
    asks: z.enum(['problem', 'interest']).optional().meta({ readOnly: true }),
    ticketId: z
      .string()
      .optional()
      .meta({ label: 'Ticket', ref: 'ticket', onDelete: 'clear', readOnly: true }),
    waitingSince: z.date().optional().meta({ label: 'Waiting since', hasTime: true, readOnly: true }),
    /** Whom it was given to while it waited. */
    askedIds: z.array(z.string()).max(50).default([]).meta({ readOnly: true }),
    /** Where the assignee answers, when that is on a channel: its name and its own address of the thread. */
    thread: z
      .object({ channel: z.string().max(40), address: z.record(z.string(), z.unknown()) })
      .optional()
      .meta({ readOnly: true }),
    /** Up to which message that thread has been told. */
    forwardedTo: z.number().int().min(0).default(0).meta({ readOnly: true }),
    /** Clianta goes on from this message; what was said before was said to a person. */
    contextFrom: z.number().int().min(0).default(0).meta({ readOnly: true }),
    /** Up to which message of the visitor Clianta has answered. */
    answeredTo: z.number().int().min(0).default(0).meta({ readOnly: true }),
    /** A copy by mail that was asked for: where to, and the code that was mailed there, hashed with what its browser alone has. */
    copyTo: z
      .object({
        email: z.string().max(254),
        codeHash: z.string().max(64),
        expiresAt: z.date(),
        tries: z.number().int().min(0).default(0),
      })
      .optional()
      .meta({ readOnly: true, isAside: true }),
    lastAt: z.date().meta({ label: 'Last message', hasTime: true, readOnly: true }),
    messages: z
      .array(message)
      .max(MOST_VISITOR_MESSAGES + 20)
      .default([])
      .meta({ readOnly: true }),
  }),
  personal: { email: 'erase' },
  titleOf: ({ reference, name, email }) => name ?? email ?? `Visitor ${reference}`,
  unique: [['keyHash']],
  indexes: [['state', '-lastAt'], ['-lastAt']],
  async prepare(next, { nextNumber }) {
    return { reference: next.reference || `V${await nextNumber('visitorChat')}` };
  },
  access: { read: 'member', create: 'system', update: 'system', delete: 'admin' },
});

export type VisitorChatRecord = RecordOf<typeof VisitorChat>;
