import { filterSchema } from '@clianta/crm-core/entity/filter.schema';
import { z } from 'zod';

export const filterWordsSchema = z.strictObject({
  /** The kind of record that is listed. */
  entity: z.string().min(1).max(60),
  text: z.string().trim().min(1).max(500),
});

export const proposalSchema = z.strictObject({
  entity: z.string().min(1).max(60),
  action: z.enum(['update', 'delete', 'merge']),
  /** Of stored values, as the lists of REST take it. */
  filter: filterSchema.omit({ deleted: true }),
  /** Of an update: stored values by field, null to clear one. */
  set: z.record(z.string(), z.unknown()).optional(),
  /** Of a merge: which one stays; without it the fuller one. */
  keepId: z.string().max(60).optional(),
  /** Of a merge: by field, the id of the record whose value is kept. */
  choices: z.record(z.string().max(80), z.string().max(60)).optional(),
});
