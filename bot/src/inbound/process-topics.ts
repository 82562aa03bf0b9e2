import { turnEventSchema } from '@clianta/agents/turn-event.schema';
import type { Topic } from '@clianta/crm-core/events/process-bus';
import { z } from 'zod';
import { shownMessageSchema } from '../channel.ts';

const turnNewsSchema = z.object({
  conversationId: z.string(),
  /** Of the message that the turn answers. */
  messageId: z.string(),
  turnId: z.string(),
  event: turnEventSchema,
});
export type TurnNews = z.output<typeof turnNewsSchema>;

/** An event of a turn that runs in the process that says so. */
export const turnTopic: Topic<TurnNews> = { name: 'turn', schema: turnNewsSchema };

const messageNewsSchema = z.object({ conversationId: z.string(), message: shownMessageSchema });

/** A message is stored or has changed. */
export const messageTopic: Topic<z.output<typeof messageNewsSchema>> = {
  name: 'message',
  schema: messageNewsSchema,
};
