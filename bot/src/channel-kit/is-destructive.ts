import type { ApprovalCard } from '@clianta/agents/reply.schema';

/** What is approved takes something away: its button is red and named by the title, "Delete 12 contacts". */
export function isDestructive({ title }: Pick<ApprovalCard, 'title'>): boolean {
  return /^(delete|remove|empty)\b/i.test(title);
}
