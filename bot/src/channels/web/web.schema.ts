import { cardSchema, listCardSchema } from '@clianta/agents/reply.schema';
import {
  choiceSchema,
  decisionSchema,
  directCallSchema,
  feedbackSchema,
  turnEventSchema,
} from '@clianta/agents/turn-event.schema';
import { z } from 'zod';

/** The Socket.IO protocol of the web chat. Every client event is acknowledged with `Ack<T>`. */

const storedMessageSchema = z.object({
  id: z.string(),
  author: z.enum(['user', 'assistant']),
  text: z.string(),
  cards: z.array(cardSchema),
  status: z.enum(['queued', 'running', 'waiting', 'done', 'failed']),
  /** The id the client gave its own message. */
  clientMessageId: z.string().optional(),
  turnId: z.string().optional(),
  /** Order in the conversation. */
  position: z.number().int(),
  createdAt: z.string(),
  suggestions: z.array(z.string()).optional(),
  /** What came with it. */
  files: z.array(z.object({ name: z.string(), size: z.number(), fileId: z.string().optional() })).optional(),
  /** What the person thought of the answer. */
  verdict: z.enum(['good', 'bad']).optional(),
});
export type StoredMessage = z.infer<typeof storedMessageSchema>;

/** The turn that runs now, as far as it has come; replaces what the client has of it. */
const runningTurnSchema = z.object({
  turnId: z.string(),
  /** Number of events so far, so the `seq` of the last; the next live event has one more. */
  seq: z.number().int(),
  status: z.string(),
  text: z.string(),
  cards: z.array(cardSchema),
  steps: z.array(
    z.object({ id: z.string(), text: z.string(), state: z.enum(['running', 'done', 'failed']) }),
  ),
});
export type RunningTurn = z.infer<typeof runningTurnSchema>;

/** client -> server `conversation:open`: open one, or the newest, or (with `fresh`) a new one. Also after a reconnect. */
export const openSchema = z.object({
  conversationId: z.string().max(60).optional(),
  fresh: z.boolean().optional(),
});
const openedSchema = z.object({
  conversationId: z.string(),
  title: z.string(),
  messages: z.array(storedMessageSchema),
  /** The conversation began before these messages. */
  hasOlder: z.boolean(),
  running: runningTurnSchema.optional(),
});
export type Opened = z.infer<typeof openedSchema>;

/** client -> server `conversation:older`: the messages before a position, as many as there are at once. */
export const olderSchema = z.object({ conversationId: z.string().max(60), before: z.number().int() });
const olderAnswerSchema = openedSchema.pick({ messages: true, hasOlder: true });
export type Older = z.infer<typeof olderAnswerSchema>;

/** client -> server `message:send`. The same clientMessageId again is the same message. */
export const sendSchema = z.object({
  conversationId: z.string().max(60),
  clientMessageId: z.string().min(8).max(60),
  text: z.string().max(20_000, 'is longer than 20,000 characters; please shorten it'),
  /** What comes with it, uploaded before. */
  files: z
    .array(z.object({ fileId: z.string().min(1).max(60), name: z.string().max(255) }))
    .max(100)
    .optional(),
});
export const sentSchema = z.object({ messageId: z.string(), isDuplicate: z.boolean() });

/** client -> server `decision:send`. */
export const decideSchema = decisionSchema.extend({
  conversationId: z.string().max(60),
  clientMessageId: z.string().min(8).max(60),
});

/** client -> server `choice:send`. */
export const chooseSchema = choiceSchema.extend({
  conversationId: z.string().max(60),
  clientMessageId: z.string().min(8).max(60),
});

/** client -> server `undo:send`. */
export const undoSchema = z.object({
  conversationId: z.string().max(60),
  clientMessageId: z.string().min(8).max(60),
  groupId: z.string().max(120),
});

/** client -> server `call:send`: a form sent back. */
export const callSchema = directCallSchema.extend({
  conversationId: z.string().max(60),
  clientMessageId: z.string().min(8).max(60),
});

/** client -> server `feedback:send`: a thumb under an answer, with words or without. */
export const rateSchema = feedbackSchema;
export type RateRequest = z.infer<typeof rateSchema>;
const ratedSchema = z.object({ text: z.string() });
export type Rated = z.infer<typeof ratedSchema>;

/** client -> server `approval:records`: the records of a proposal, from a place on. */
export const proposedSchema = z.object({
  approvalId: z.string().min(1).max(60),
  from: z.number().int().min(0).max(1_000_000),
});
const proposedRecordsSchema = listCardSchema.pick({ items: true, count: true });
export type ProposedRecords = z.infer<typeof proposedRecordsSchema>;

/** server -> client `turn`: one event of a running turn. */
const turnPushSchema = z.object({
  conversationId: z.string(),
  turnId: z.string(),
  /** Counts the turn's events from 1. */
  seq: z.number().int().min(1),
  event: turnEventSchema,
});
export type TurnPush = z.infer<typeof turnPushSchema>;

/** server -> client `message`: a stored message is new or has changed (by id). */
const messagePushSchema = z.object({ conversationId: z.string(), message: storedMessageSchema });
export type MessagePush = z.infer<typeof messagePushSchema>;

/** server -> client `notification`. */
const notificationSchema = z.object({
  id: z.string(),
  title: z.string(),
  body: z.string().optional(),
  entity: z.string().optional(),
  recordId: z.string().optional(),
  at: z.string(),
});
export type NotificationPush = z.infer<typeof notificationSchema>;

export type Ack<T> =
  | { ok: true; data: T }
  | { ok: false; error: { code: string; message: string; reference?: string } };
