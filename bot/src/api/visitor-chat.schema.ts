import { LONGEST_VISITOR_MESSAGE } from '@clianta/crm-core/conversations/visitor-chat/visitor-chat.schema';
import { z } from 'zod';

export const visitorReplySchema = z.strictObject({
  /** Left out: the chat is taken over without a word. */
  text: z.string().trim().min(1).max(LONGEST_VISITOR_MESSAGE).optional(),
});

export const visitorLeaveSchema = z.strictObject({ to: z.enum(['bot', 'resolved']) });
