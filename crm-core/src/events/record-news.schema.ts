import { z } from 'zod';
import { CHANGES } from '../entity/outbox.ts';
import type { Topic } from './process-bus.ts';

/** Records of one kind that were written. What they are now is read by whoever shows them, under their own rights. */
const recordNewsSchema = z.object({
  entity: z.string(),
  /** Empty: so many that any of them may have changed. */
  records: z.array(z.object({ id: z.string(), version: z.number().int(), change: z.enum(CHANGES) })),
});
export type RecordNews = z.infer<typeof recordNewsSchema>;

/** Records were written in the process that says so. */
export const recordNewsTopic: Topic<{ workspaceId: string; news: RecordNews }> = {
  name: 'records',
  schema: z.object({ workspaceId: z.string(), news: recordNewsSchema }),
};
