import { z } from 'zod';

/** People that may have to say yes, all counted. */
export const MOST_NEEDED = 3;
const MOST_RULES = 50;

/** What people count as deciding on a proposal. */
const decidersSchema = z.strictObject({
  users: z.array(z.string()).max(20).default([]),
  roles: z
    .array(z.enum(['admin', 'owner']))
    .max(2)
    .default([]),
});

/** Which writes a rule is about: all that is said holds. */
const matchSchema = z.strictObject({
  /** Names of tools. */
  tools: z.array(z.string().max(80)).max(20).optional(),
  /** The kind of records. */
  entity: z.string().max(60).optional(),
  /** Only what deletes. */
  effect: z.enum(['write', 'delete']).default('write'),
  /** More records than these. */
  aboveCount: z.int().min(0).max(100_000).optional(),
  /** A larger amount, of the record or to be written, in minor units of the workspace's currency. */
  aboveAmountMinor: z.int().min(0).max(1e13).optional(),
  /** What follows words from outside. */
  outside: z.boolean().optional(),
});

/** Who has to approve what, beside what holds for everything. Such a write is always proposed. */
export const approvalRuleSchema = z.strictObject({
  id: z.string().min(1).max(40),
  match: matchSchema,
  deciders: decidersSchema.refine(
    ({ users, roles }) => users.length + roles.length > 0,
    'names nobody who decides',
  ),
  needed: z.int().min(1).max(MOST_NEEDED).default(1),
  /** Whoever asks may be one of them. */
  requesterMayDecide: z.boolean().default(false),
  hours: z.int().min(1).max(168).default(24),
  /** The owners may decide too once nobody has for so long. */
  escalateAfterHours: z.int().min(1).max(167).optional(),
  /** Of several rules that match, the highest holds. */
  priority: z.int().min(0).max(1_000).default(0),
});
export type ApprovalRule = z.output<typeof approvalRuleSchema>;

export const approvalRulesSchema = z
  .array(approvalRuleSchema)
  .max(MOST_RULES)
  .refine((rules) => new Set(rules.map(({ id }) => id)).size === rules.length, 'names a rule twice')
  .default([]);
