import { z } from 'zod';

const approver = z.enum(['asker', 'admin']);

/** Who may approve what a member asks for: the member, or an admin. An admin may approve anything. */
export const approvalPolicySchema = z.strictObject({
  /** The deletion of more than ten records. */
  bulkDeletion: approver.default('admin'),
  /** Deletions, and changes of more than ten records, that touch a record of somebody else. */
  othersRecords: approver.default('admin'),
});
export type ApprovalPolicy = z.output<typeof approvalPolicySchema>;

export const DEFAULT_APPROVALS: ApprovalPolicy = approvalPolicySchema.parse({});
