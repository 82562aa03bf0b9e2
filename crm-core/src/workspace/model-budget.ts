import { z } from 'zod';

const tokens = z.int().min(0).max(1e12);

/** What may be spent on a vendor's language model. What is left out has no limit. */
export const modelBudgetSchema = z.strictObject({
  /** By the whole workspace, in a month. */
  workspaceTokens: tokens.optional(),
  /** By the whole workspace, in a day. */
  dayTokens: tokens.optional(),
  /** By each person, in a month. */
  personTokens: tokens.optional(),
  /** By agents, in a month; by their names in the catalogue. */
  agents: z
    .array(z.strictObject({ agent: z.string().min(1).max(60), tokens }))
    .max(100)
    .optional(),
  /** By what workflows have agents do, in a month. */
  workflows: z
    .array(z.strictObject({ workflowId: z.string().min(1).max(60), tokens }))
    .max(100)
    .optional(),
  /** What a million tokens cost, in the workspace's currency, to say what was spent in money. */
  pricePerMillion: z.number().min(0).max(1e6).optional(),
});
export type ModelBudget = z.output<typeof modelBudgetSchema>;

/** Of a budget, from where on the admins are told. */
export const WARNED_AT = 0.8;
