import { z } from 'zod';
import { filterSchema } from './filter.schema.ts';
import { PERIODS } from './totals-period.ts';

const fieldName = z.string().min(1).max(80);

/** A filter, what to group by and what to add up; a body of REST as it comes. */
export const totalsSchema = filterSchema.extend({
  /**
   * Fields whose values make the groups; a date field needs its period. Left out: one group of all. A list field (tags)
   * puts a record into one group for each item. One of them may be a field of the record that one refers to:
   * `companyId.industry`.
   */
  groupBy: z
    .array(z.union([fieldName, z.object({ field: fieldName, per: z.enum(PERIODS) })]))
    .max(3)
    .optional(),
  /** Number fields to add up. Money is added up by currency. */
  of: z.array(fieldName).max(5).optional(),
  /** Two instants of a record, whose distance in days is added up as the field `days`: `['createdAt', 'closedAt']`. */
  daysBetween: z.tuple([fieldName, fieldName]).optional(),
  /**
   * A number field that each value is multiplied by for `weightedSum`: `probability`. An amount is rounded for each record,
   * halves away from zero.
   */
  weightBy: fieldName.optional(),
  /** By what the groups are ranked; "-" for the greatest first. Amounts are compared in the workspace's currency, by its rates. */
  order: z.enum(['count', '-count', 'sum', '-sum', 'average', '-average']).optional(),
  /** Groups returned. */
  limit: z.number().int().min(1).max(1_000).default(1_000),
});
export type TotalsRequest = z.input<typeof totalsSchema>;
