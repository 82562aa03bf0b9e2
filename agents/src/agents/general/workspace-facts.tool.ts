import { InvalidError } from '@clianta/crm-core/errors';
import { TeamMember } from '@clianta/crm-core/workspace/team-member/team-member.schema';
import { Workspace } from '@clianta/crm-core/workspace/workspace/workspace.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { capitalize, counted, formatDate, listed } from '../../tools/format.ts';
import { approvalsShown } from './settings/approvals/rules-in-words.ts';
import { autonomyShown } from './settings/autonomy/autonomy.area.ts';
import { spendingShown } from './settings/budget/spending.ts';
import { integrationsShown } from './settings/integrations/integrations-shown.ts';
import { remoteShape } from './settings/mcp/mcp.area.ts';
import { howToConnect, mcpShown } from './settings/mcp/mcp-shown.ts';
import { jobShape } from './settings/schedules/schedule-words.ts';
import { schedulesShown } from './settings/schedules/schedules-shown.ts';
import { tokensShown, whereTokensAreMade } from './settings/tokens/tokens-shown.ts';
import { waitlistShown } from './settings/waitlist/waitlist-shown.ts';
import { failuresShown, webhooksShown } from './settings/webhooks/webhooks-shown.ts';

const input = z.strictObject({
  about: z
    .enum([
      'workspace',
      'team',
      'me',
      'now',
      'counts',
      'spending',
      'approvals',
      'autonomy',
      'schedules',
      'webhooks',
      'tokens',
      'integrations',
      'mcp',
      'waitlist',
    ])
    .optional(),
  period: slot({ kind: 'period' }, z.object({ from: z.string(), to: z.string() }))
    .optional()
    .describe('Of spending: when, ISO 8601; default this month'),
  job: jobShape.optional().describe('Of schedules: what the clock does; left out: all of it'),
  webhook: z.string().max(120).optional().describe('Of webhooks: name of the other system; left out: all'),
  name: z.string().max(80).optional().describe('Of a new token: what it is for; of MCP: the program, Claude'),
  remote: remoteShape,
  // "new" and "failures" are words of many questions: only a saying means one of them
  part: slot({ kind: 'text' }, z.enum(['failures', 'new']))
    .optional()
    .describe(
      'failures: why webhooks failed, attempt by attempt; new: where a token is made, and how a program connects by MCP',
    ),
});
type Args = z.output<typeof input>;

/** What is shown of the settings, by what it is about. */
const SHOWN: Readonly<
  Partial<
    Record<NonNullable<Args['about']>, (args: Args, context: ToolContext) => ToolResult | Promise<ToolResult>>
  >
> = {
  spending: ({ period }, context) => spendingShown(context, period),
  approvals: (_, context) => approvalsShown(context),
  autonomy: (_, context) => autonomyShown(context),
  schedules: ({ job }, context) => schedulesShown(context, job),
  webhooks: ({ part, webhook }, context) =>
    part === 'failures' ? failuresShown(context, webhook) : webhooksShown(context, webhook),
  integrations: (_, context) => integrationsShown(context),
  mcp: ({ part, name, remote }, context) =>
    part === 'new' ? howToConnect(context, name) : mcpShown(context, remote),
  waitlist: (_, context) => waitlistShown(context),
  tokens: ({ part, name }, context) =>
    part === 'new' ? whereTokensAreMade(context, name) : tokensShown(context),
};

export const workspaceFacts = defineTool({
  name: 'workspace_facts',
  does: 'Looking at the workspace',
  slash: { command: 'team', args: () => ({ about: 'team' as const }) },
  description:
    'Who is in the team, who is asking, what day it is, how many records there are, what the language model has cost, who has to approve what, how far agents go by themselves, what runs by the clock, webhooks and why they failed, API tokens, which other systems are connected, MCP: programs such as Claude that connect here, and servers whose tools custom agents use; the waitlist and who has referred whom.',
  input,
  effect: 'read',
  async run(args, context): Promise<ToolResult> {
    const { crm, scope } = context;
    const { about = 'workspace', job } = args;
    if (job !== undefined && about !== 'schedules')
      throw new InvalidError(
        `I do not know what “${job}” means there. Ask for example “when does ${job} run?”.`,
      );
    const shown = SHOWN[about];
    if (shown) return shown(args, context);
    const workspace = await crm.records(Workspace).get(scope, scope.workspaceId);
    if (about === 'now')
      return { text: `It is ${formatDate(context.now, context)} (${context.timeZone}).`, isAnswer: true };
    if (about === 'me')
      return {
        text: `You are **${scope.actor.name}**, ${scope.role} of **${workspace.name}**.`,
        isAnswer: true,
      };
    if (about === 'team') {
      const { records } = await crm.records(TeamMember).find(scope, { sort: 'name', limit: 50 });
      const columns = ['name', 'email', 'role', 'title'].map((key) => ({ key, label: capitalize(key) }));
      const rows = records.map((member) => ({
        cells: { name: member.name, email: member.email, role: member.role, title: member.title ?? '' },
      }));
      return {
        text: `${counted(records.length, { one: 'person is', many: 'people are' })} in **${workspace.name}**.`,
        cards: [{ type: 'table', title: 'Team', columns, rows, count: records.length }],
        isAnswer: true,
      };
    }
    const counts = await Promise.all(
      context.catalogue.spoken
        .filter(({ talk }) => talk.isNamed !== false)
        .map(async (entity) => counted(await crm.records(entity).count(scope), entity.label)),
    );
    return {
      text: `**${workspace.name}** has ${listed(counts)}. Amounts are in ${workspace.currency}, times in ${workspace.timeZone}.`,
      isAnswer: true,
    };
  },
});
