import { z } from 'zod';
import { CHANGES } from '../../entity/outbox.ts';
import type { UserActionRecord } from './user-action.schema.ts';

/** What one request changed, where it changed many records. */
export const manyChangesSchema = z.object({
  count: z.number().int(),
  /** How many of them still stand. */
  standing: z.number().int(),
  /** The most frequent first. */
  kinds: z.array(z.object({ entity: z.string(), change: z.enum(CHANGES), count: z.number().int() })),
});
export type ManyChanges = z.infer<typeof manyChangesSchema>;

/** A change; with `many` it is the newest of all that its request made. */
export interface AuditRow {
  entry: UserActionRecord;
  many?: ManyChanges;
}

export interface AuditPage {
  rows: AuditRow[];
  nextCursor?: string;
}
