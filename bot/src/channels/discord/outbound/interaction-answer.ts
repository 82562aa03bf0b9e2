import { z } from 'zod';

/** Discord's tokens hold for fifteen minutes; the last seconds are left alone. */
const USABLE_MS = 14.5 * 60_000;

/** How an interaction can be answered. */
export const interactionAnswerSchema = z.object({
  token: z.string(),
  /** When the interaction came, in milliseconds. */
  at: z.number(),
  /** It shows "thinking…", which the first answer takes the place of. */
  isDeferred: z.boolean(),
  /** Only the person sees it. */
  isPrivate: z.boolean(),
});
export type InteractionAnswer = z.output<typeof interactionAnswerSchema>;

export const isUsable = ({ at }: InteractionAnswer, now = Date.now()): boolean => now - at < USABLE_MS;
