import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** A record that the conversation has just been about: what "it" and "her" mean. */
const focusItemSchema = z.object({
  entity: z.string(),
  id: z.string(),
  title: z.string(),
});
export type FocusItem = z.infer<typeof focusItemSchema>;

/** One thread of talk between a user and Clianta, on one channel. */
export const Conversation = defineEntity({
  name: 'conversation',
  plural: 'conversations',
  domain: 'conversations',
  label: { one: 'conversation', many: 'conversations' },
  isAudited: false,
  isReadOnly: true,
  privateTo: 'userId',
  schema: z.object({
    userId: z.string(),
    channel: z.string().max(30),
    /** The channel's own name of the thread. */
    externalId: z.string().max(300).optional(),
    title: z.string().max(200).default('New conversation'),
    /** Stands first in the list. */
    isPinned: z.boolean().optional(),
    /** Newest first, at most 12. */
    focus: z.array(focusItemSchema).default([]),
    /** The last list shown, as the search that made it: what "them" means. */
    lastList: z.record(z.string(), z.unknown()).optional(),
    /** A question back to the user that the next message may answer. */
    question: z.record(z.string(), z.unknown()).optional(),
    /** The channel's address of the thread, to answer there after a restart. */
    address: z.record(z.string(), z.unknown()).optional(),
    /** Which process runs this conversation's turns, and until when it may be believed. */
    leaseOwner: z.string().optional(),
    leaseUntil: z.date().optional(),
    lastMessageAt: z.date().optional(),
    /** Counts the messages, so that a thread keeps its order whatever the clock does. */
    messageCount: z.number().int().default(0),
  }),
  titleOf: (conversation) => conversation.title,
  indexes: [
    ['userId', '-lastMessageAt'],
    ['channel', 'externalId'],
  ],
  unique: [['channel', 'externalId']],
});

export type ConversationRecord = RecordOf<typeof Conversation>;
