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

export type Condition = {
  /** A field, or the records of another kind that belong to it: "opportunities", "companyId" with `where`. */
  field: string;
  op: FilterOp;
  value?: unknown;
  /** What must hold of the other records; `is_set`: of at least one, `is_empty`: of none, `gt` 2: of more than two. */
  where?: Condition[] | undefined;
};

/** Strict: a misspelt condition must not match everything. */
const plain = z.strictObject({
  field: z.string().min(1).max(80),
  op: z.enum(FILTER_OPS),
  value: z.unknown().optional(),
});
/** As deep as a question goes: contacts of companies that have deals that have no task. */
export const CONDITION_DEPTH = 3;
/** What is deeper must not be passed over: the filter would match more than was asked for. */
const deepest = plain.extend({ where: z.never(`is nested more than ${CONDITION_DEPTH} deep`).optional() });
/** A condition that may name other records' conditions; not recursive, so that its JSON Schema needs no references. */
export const conditionSchema: z.ZodType<Condition, Condition> = Array.from({
  length: CONDITION_DEPTH,
}).reduce<z.ZodType<Condition, Condition>>(
  (inner) => plain.extend({ where: z.array(inner).max(10).optional() }),
  deepest,
);

export const filterSchema = z.strictObject({
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
