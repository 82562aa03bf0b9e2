import type { ApprovalCard } from '@clianta/agents/reply.schema';

/** What became of a proposal, in place of its buttons. */
export const APPROVAL_OUTCOMES: Readonly<Record<Exclude<ApprovalCard['status'], 'pending'>, string>> = {
  approved: '✅ Approved',
  executed: '✅ Approved and done',
  rejected: '🚫 Rejected',
  superseded: '↪️ Replaced by a newer request',
  expired: '⌛ Expired',
  partly: '⚠️ Approved and done in part',
  failed: '⚠️ Approved, but nothing was done',
  undone: '↩️ Undone',
};
