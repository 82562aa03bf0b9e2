import type { ApprovalRule } from '@clianta/crm-core/workspace/approval-rule';
import { awaitedOf } from '../../../../approvals-counted.ts';
import type { ToolContext, ToolResult } from '../../../../tool.ts';
import { capitalize, formatMoney } from '../../../../tools/format.ts';

export async function teamOf(
  { crm, scope }: ToolContext,
  { users, roles }: ApprovalRule['deciders'],
): Promise<string[]> {
  const { cached } = await crm.facts(scope.workspaceId);
  const members = (cached.get('teamMember') ?? []) as unknown as ReadonlyArray<{
    userId: string;
    name: string;
    role: string;
  }>;
  return members
    .filter((one) => users.includes(one.userId) || roles.some((role) => role === one.role))
    .map(({ name }) => name);
}

/** "deals over $50,000 need the approval of Maria Lopez". */
export async function ruleInWords(
  context: ToolContext,
  { match, deciders, needed }: ApprovalRule,
): Promise<string> {
  const { catalogue, currency } = context;
  const noun = catalogue.entities.get(match.entity ?? '')?.label.many ?? 'changes';
  const over = [
    ...(match.aboveAmountMinor === undefined
      ? []
      : [`over ${formatMoney(match.aboveAmountMinor, currency, context)}`]),
    ...(match.aboveCount === undefined ? [] : [`of more than ${match.aboveCount}`]),
    ...(match.outside ? ['that follow words from outside'] : []),
  ];
  const what = [
    match.effect === 'delete' ? `deletions of ${noun === 'changes' ? 'records' : noun}` : noun,
    ...over,
  ];
  const names = await teamOf(context, deciders);
  return `${what.join(' ')} need the approval of ${awaitedOf(names, needed) || 'an owner'}`;
}

export async function approvalsShown(context: ToolContext): Promise<ToolResult> {
  const { approvals } = await context.crm.facts(context.scope.workspaceId);
  const rules = await Promise.all(
    approvals.rules.map(async (rule) => `- ${capitalize(await ruleInWords(context, rule))}.`),
  );
  const usual = (who: 'asker' | 'admin') => (who === 'admin' ? 'an admin' : 'whoever asks');
  return {
    text: [
      ...(rules.length > 0 ? [rules.join('\n')] : ['There is no rule about anything in particular.']),
      `Deletions of more than ${approvals.manyAbove} records are approved by ${usual(approvals.bulkDeletion)}, deletions and changes of other people's records by ${usual(approvals.othersRecords)}.`,
    ].join('\n\n'),
    isAnswer: true,
  };
}
