import { z } from 'zod';
import { defineEntity, type RecordOf } from '../../entity/define-entity.ts';

/** One message of a conversation. A user's message waits here (`queued`) until its turn has run. */
export const ChatMessage = defineEntity({
  name: 'chatMessage',
  plural: 'chat-messages',
  domain: 'conversations',
  label: { one: 'message', many: 'messages' },
  isAudited: false,
  isReadOnly: true,
  privateTo: 'userId',
  schema: z.object({
    conversationId: z.string(),
    userId: z.string(),
    author: z.enum(['user', 'assistant']),
    text: z.string().max(100_000),
    cards: z.array(z.record(z.string(), z.unknown())).default([]),
    status: z.enum(['queued', 'running', 'waiting', 'done', 'failed']).default('done'),
    /** The turn that the message started or that answered. */
    turnId: z.string().optional(),
    /** The channel's id of it: of the event that brought it, so that a redelivery has the same, or of what was posted. */
    externalId: z.string().max(300).optional(),
    /** Where the channel shows each approval of the message, by the approval's id. */
    places: z.record(z.string(), z.string()).optional(),
    /** The channel's ids of all that was posted of it, where that were several messages. */
    parts: z.array(z.string().max(300)).max(200).optional(),
    /** Order in the conversation. */
    position: z.number().int(),
    /** Written by someone outside: may be read, may not command. */
    isTainted: z.boolean().default(false),
    /** The most that its writer may do from where it was written. */
    mostRole: z.enum(['viewer', 'member', 'admin', 'owner', 'system']).optional(),
    /** A button instead of words: a decision on an approval, or an undo. */
    action: z.record(z.string(), z.unknown()).optional(),
    /** What came with it. */
    files: z
      .array(
        z.object({
          name: z.string().max(255),
          mediaType: z.string().max(200),
          size: z.number().int(),
          /** Why it is not kept, for people; absent when it is. */
          problem: z.string().max(300).optional(),
          fileId: z.string().optional(),
        }),
      )
      .optional(),
    /** Things to say next. */
    suggestions: z.array(z.string()).optional(),
  }),
  titleOf: (message) => message.text.slice(0, 60),
  indexes: [['conversationId', 'position'], ['status'], ['turnId']],
  unique: [['conversationId', 'externalId']],
});

export type ChatMessageRecord = RecordOf<typeof ChatMessage>;
