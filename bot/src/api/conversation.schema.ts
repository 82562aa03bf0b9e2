import { z } from 'zod';

export const conversationChangeSchema = z
  .strictObject({
    title: z.string().trim().min(1).max(200).optional(),
    isPinned: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'names nothing to change');

/** The record that is spoken of next. */
export const conversationFocusSchema = z.strictObject({
  entity: z.string().min(1).max(60),
  id: z.string().min(1).max(60),
});
