import { InvalidError } from '@clianta/crm-core/errors';
import { AUTONOMIES } from '@clianta/crm-core/workspace/agent-rules.schema';
import { MOST_NEEDED } from '@clianta/crm-core/workspace/approval-rule';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { z } from 'zod';
import { slot } from '../../../slot.ts';
import { defineTool, type Proposal, type ToolResult } from '../../../tool.ts';
import { undoable } from '../../../tools/focus.ts';
import { settingChange } from './setting-change.ts';

const words = (longest: number) => slot({ kind: 'text' }, z.string().trim().min(2).max(longest)).optional();

const input = z.strictObject({
  area: z
    .enum(['autonomy', 'approvals', 'budget'])
    .describe(
      'autonomy: how far an agent goes by itself; approvals: who decides on what; budget: of the language model',
    ),
  action: z.enum(['set', 'remove']).optional().describe('Default set'),
  agent: words(60).describe('An agent: of autonomy and budget'),
  autonomy: z
    .enum(AUTONOMIES)
    .optional()
    .describe('suggest: asks before every change; act: as it comes; free: changes up to 100 records at once'),
  isOn: z.boolean().optional().describe('Whether the agent works at all'),
  kind: words(40).describe('Of an approval: the kind of records, "deals"'),
  above: slot({ kind: 'money' }, z.number().min(0))
    .optional()
    .describe('Of an approval: only amounts over this, in whole units of the workspace’s currency'),
  aboveCount: z.int().min(0).max(100_000).optional().describe('Of an approval: only more records than this'),
  deletes: z.boolean().optional().describe('Of an approval: only deletions'),
  who: words(200).describe('Of an approval: who decides, "Maria", "Maria or Tom", "an admin"'),
  by: slot({ kind: 'teammate' }, z.string())
    .optional()
    .describe('Of an approval: the one teammate who decides'),
  needed: z.int().min(1).max(MOST_NEEDED).optional().describe('Of an approval: how many of them'),
  hours: z
    .int()
    .min(1)
    .max(168)
    .optional()
    .describe('Of an approval: how long there is to decide; default 24'),
  tokens: z.int().min(0).optional().describe('Of a budget: tokens'),
  money: slot({ kind: 'money' }, z.number().min(0))
    .optional()
    .describe('Of a budget: an amount in the workspace’s currency; needs a price per million tokens'),
  of: z
    .enum(['workspace', 'person', 'day'])
    .optional()
    .describe('Of a budget: whose; default the workspace’s month'),
});
export type SettingArgs = z.output<typeof input>;

export const agentSettings = defineTool({
  name: 'agent_settings',
  does: 'Changing what agents may do',
  staysHome: true,
  operation: 'update',
  entity: Workspace.name,
  description:
    'Sets or removes how far agents go by themselves, who has to approve what, and the budgets of the language model. Admins only; it always asks first.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal | undefined> {
    const { title, changes, values } = await settingChange(context, args);
    if (values === undefined) return undefined;
    return {
      title,
      preview: { count: 1, sample: [], changes },
      recordIds: [context.scope.workspaceId],
      isDestructive: false,
    };
  },
  async run(args, context): Promise<ToolResult> {
    const { crm, scope, approvedIds } = context;
    const { done, values } = await settingChange(context, args);
    if (values === undefined) return { text: done, isAnswer: true };
    if (!approvedIds?.length) throw new InvalidError('That has to be approved first.');
    const before = await crm.records(Workspace).get(scope, scope.workspaceId);
    const after = await crm
      .records(Workspace)
      .update(scope, scope.workspaceId, values, { version: before.version });
    const isSame = after.version === before.version;
    return {
      text: isSame ? `It is like that already. ${done}` : done,
      changes: isSame ? [] : [{ entity: Workspace.name, id: scope.workspaceId, change: 'updated' }],
      ...(undoable(context).undoGroupId && !isSame && { suggestions: ['Undo that'] }),
      isAnswer: true,
    };
  },
});
