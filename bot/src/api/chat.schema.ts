import { choiceSchema, decisionSchema } from '@clianta/agents/turn-event.schema';
import { z } from 'zod';

export const chatSchema = z
  .strictObject({
    message: z.string().optional(),
    conversationId: z.string().max(60).optional(),
    /** A name of the caller's own for the conversation, instead of its id. */
    thread: z.string().min(1).max(60).optional(),
    /** Instead of a message: the answer to a proposal. */
    decision: decisionSchema.optional(),
    /** Instead of a message: an option of a question back. */
    choice: choiceSchema.optional(),
    /** The caller's own id of this message; sent again, it is not done again. */
    clientMessageId: z.string().min(1).max(60).optional(),
    /** Files of the caller's that were uploaded before, sent with the message. */
    files: z
      .array(z.strictObject({ fileId: z.string().max(60), name: z.string().max(255) }))
      .max(10)
      .optional(),
  })
  .refine(
    ({ message, decision, choice }) =>
      [message, decision, choice].filter((one) => one !== undefined).length === 1,
    'needs one of message, decision and choice',
  );

export const undoSchema = z.strictObject({ groupId: z.string().min(1).max(120) });
