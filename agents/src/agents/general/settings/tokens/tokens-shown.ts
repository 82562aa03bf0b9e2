import { ApiToken, type ApiTokenRecord } from '@clianta/crm-core/workspace/api-token/api-token.schema';
import type { ToolContext, ToolResult } from '../../../../tool.ts';
import { counted, formatDay } from '../../../../tools/format.ts';

/** A token is shown once, so it is never made in a conversation. @param name - what a new one is for */
export function whereTokensAreMade({ crm }: ToolContext, name: string | undefined): ToolResult {
  return {
    text: `A token is shown once, so it is made in the console and not here: Settings, [API tokens](${crm.links.address('/settings/tokens')}), Make a token${name ? `; call it “${name}”` : ''}. There you choose whether it only reads, which records it opens and until when.`,
    suggestions: ['Which API tokens are there?'],
    isAnswer: true,
  };
}

/** The user's own tokens, of which no more than the beginning is told; an admin sees everybody's. */
export async function tokensShown(context: ToolContext): Promise<ToolResult> {
  const { crm, scope } = context;
  const { records } = await crm.records(ApiToken).find(scope, { sort: '-createdAt', limit: 200 });
  if (records.length === 0)
    return {
      text: 'There are no API tokens that you may see. One is made under Settings, API tokens.',
      isAnswer: true,
    };
  const { team } = await crm.facts(scope.workspaceId);
  return {
    text: [
      `${counted(records.length, ApiToken.label)}:`,
      ...records.map((token) => `- ${tokenInWords(context, token, team)}`),
    ].join('\n'),
    isAnswer: true,
  };
}

const ACCESS_IN_WORDS: Readonly<Record<ApiTokenRecord['access'], string>> = {
  read: 'reads',
  write: 'reads and writes',
  ask: 'reads, writes and asks',
};

/** What tells it from others: how it begins, or where a program is that has signed in. */
export const markOf = ({ prefix, redirectHost }: ApiTokenRecord): string =>
  redirectHost ? `signed in, to ${redirectHost}` : `${prefix}…`;

export function tokenInWords(
  context: ToolContext,
  token: ApiTokenRecord,
  team: ReadonlyArray<{ id: string; name: string }>,
): string {
  const { name, userId, access, kinds, expiresAt, lastUsedAt } = token;
  const whose = team.find(({ id }) => id === userId)?.name ?? 'somebody who has left';
  const until = expiresAt ? `, until ${formatDay(expiresAt, context)}` : '';
  const used = lastUsedAt ? `last used ${formatDay(lastUsedAt, context)}` : 'never used';
  const opens = kinds ? ` ${kinds.length} kinds of records` : ' everything';
  return `**${name}** (\`${markOf(token)}\`) of ${whose} ${ACCESS_IN_WORDS[access]}${opens}${until}; ${used}`;
}
