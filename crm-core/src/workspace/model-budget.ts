import { z } from 'zod';

const tokens = z.int().min(0).max(1e12);

/** What may be spent on a vendor's language model in a month. What is left out has no limit. */
export const modelBudgetSchema = z.strictObject({
  /** By the whole workspace. */
  workspaceTokens: tokens.optional(),
  /** By each person. */
  personTokens: tokens.optional(),
  /** What a million tokens cost, in the workspace's currency, to say what was spent in money. */
  pricePerMillion: z.number().min(0).max(1e6).optional(),
});
export type ModelBudget = z.output<typeof modelBudgetSchema>;
