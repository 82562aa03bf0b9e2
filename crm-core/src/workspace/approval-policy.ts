import { z } from 'zod';
import { approvalRulesSchema } from './approval-rule.ts';

const approver = z.enum(['asker', 'admin']);

/** Who may approve what a member asks for: the member, or an admin. An admin may approve anything. */
export const approvalPolicySchema = z.strictObject({
  /** The deletion of many records. */
  bulkDeletion: approver.default('admin'),
  /** Deletions, and changes of many records, that touch a record of somebody else. */
  othersRecords: approver.default('admin'),
  /** Above so many records they are many. */
  manyAbove: z.int().min(1).max(1_000).default(10),
  /** Above so many records the person types the number to approve. */
  typedAbove: z.int().min(1).max(10_000).default(100),
  /** Who has to approve what in particular. */
  rules: approvalRulesSchema,
});
export type ApprovalPolicy = z.output<typeof approvalPolicySchema>;

export const DEFAULT_APPROVALS: ApprovalPolicy = approvalPolicySchema.parse({});
