import { z } from 'zod';

/** Where a dialog was opened from, so that its answer comes there. A dialog from outside of conversations has no channel. */
export const placeSchema = z.object({
  teamId: z.string(),
  channelId: z.string().optional(),
  threadTs: z.string().optional(),
  responseUrl: z.string().optional(),
  userId: z.string().optional(),
});
export type DialogPlace = z.output<typeof placeSchema>;

/** What a dialog has carried with it; undefined when it is none of ours. */
export function readMetadata<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
