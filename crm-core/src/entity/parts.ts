import { z } from 'zod';
import type { AnyRecord } from './define-entity.ts';

/** An entry in a list of a record that other records refer to: a stage of a pipeline. */
const partSchema = z.looseObject({ id: z.string(), name: z.string(), kind: z.string().optional() });
export type Part = z.output<typeof partSchema>;

/** The entries of that list of all the records, in their order; what is no such entry is passed over. */
export function partsOf(records: readonly AnyRecord[], list: string): Part[] {
  return records.flatMap((record) => {
    const entries: unknown = ({ ...record } as Record<string, unknown>)[list];
    if (!Array.isArray(entries)) return [];
    return entries.flatMap((entry) => partSchema.safeParse(entry).data ?? []);
  });
}
