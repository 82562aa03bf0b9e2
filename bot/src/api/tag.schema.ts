import { z } from 'zod';

/** The tags of a workspace's records, as they are written. */
export const tagListSchema = z.object({
  tags: z.array(
    z.object({
      name: z.string(),
      counts: z.array(z.object({ entity: z.string(), count: z.number().int() })),
    }),
  ),
});
export type TagList = z.output<typeof tagListSchema>;

/** What became of a change of tags. */
export const tagsChangedSchema = z.object({
  /** Undoes all of it. */
  groupId: z.string(),
  /** Records that have, or are to have, other tags. */
  count: z.number().int(),
  /** They are so many that it takes some minutes. */
  isPending: z.boolean(),
});
export type TagsChanged = z.output<typeof tagsChangedSchema>;
