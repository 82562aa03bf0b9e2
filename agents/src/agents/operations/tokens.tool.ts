import { ApiToken, type ApiTokenRecord } from '@clianta/crm-core/workspace/api-token/api-token.schema';
import { z } from 'zod';
import { defineTool, type ToolContext, type ToolResult } from '../../tool.ts';
import { counted, formatDay } from '../../tools/format.ts';

export const tokens = defineTool({
  name: 'tokens',
  does: 'Looking at API tokens',
  operation: 'list',
  entity: ApiToken.name,
  description:
    'Lists API tokens: the user’s own, an admin sees everybody’s; says where one is made. Tokens are never made or shown in a conversation.',
  input: z.strictObject({
    action: z.enum(['list', 'make']).optional().describe('Default: list'),
    name: z.string().max(80).optional().describe('What a new one is for'),
  }),
  effect: 'read',
  async run({ action = 'list', name }, context): Promise<ToolResult> {
    if (action === 'make')
      return {
        text: `A token is shown once, so it is made in the console and not here: Settings, [API tokens](${context.crm.links.address('/settings/tokens')}), Make a token${name ? `; call it “${name}”` : ''}. There you choose whether it only reads, which records it opens and until when.`,
        suggestions: ['Which API tokens are there?'],
        isAnswer: true,
      };
    const { records } = await context.crm
      .records(ApiToken)
      .find(context.scope, { sort: '-createdAt', limit: 200 });
    if (records.length === 0)
      return {
        text: 'There are no API tokens that you may see. One is made under Settings, API tokens.',
        isAnswer: true,
      };
    const { team } = await context.crm.facts(context.scope.workspaceId);
    return {
      text: [
        `${counted(records.length, ApiToken.label)}:`,
        ...records.map((token) => `- ${tokenInWords(context, token, team)}`),
      ].join('\n'),
      isAnswer: true,
    };
  },
});

export function tokenInWords(
  context: ToolContext,
  { name, userId, access, kinds, prefix, expiresAt, lastUsedAt }: ApiTokenRecord,
  team: ReadonlyArray<{ id: string; name: string }>,
): string {
  const whose = team.find(({ id }) => id === userId)?.name ?? 'somebody who has left';
  const until = expiresAt ? `, until ${formatDay(expiresAt, context)}` : '';
  const used = lastUsedAt ? `last used ${formatDay(lastUsedAt, context)}` : 'never used';
  const opens = kinds ? ` ${kinds.length} kinds of records` : ' everything';
  return `**${name}** (\`${prefix}…\`) of ${whose} ${access === 'write' ? 'reads and writes' : 'reads'}${opens}${until}; ${used}`;
}
