import { z } from 'zod';

export const FILTER_OPS = [
  'eq',
  'ne',
  'in',
  'not_in',
  'gt',
  'gte',
  'lt',
  'lte',
  'contains',
  'starts_with',
  'is_empty',
  'is_set',
] as const;
export type FilterOp = (typeof FILTER_OPS)[number];

export const conditionSchema = z.object({
  field: z.string().min(1).max(80),
  op: z.enum(FILTER_OPS),
  value: z.unknown().optional(),
});
export type Condition = z.infer<typeof conditionSchema>;

export const filterSchema = z.object({
  /** All of these hold. */
  where: z.array(conditionSchema).max(30).optional(),
  /** At least one of these groups holds; within a group all hold. */
  anyOf: z.array(z.array(conditionSchema).max(30)).max(10).optional(),
  /** Words that the record's searchable fields begin with. */
  search: z.string().max(200).optional(),
  /** `only`: the trash. */
  deleted: z.enum(['no', 'only', 'all']).optional(),
});
export type Filter = z.infer<typeof filterSchema>;
