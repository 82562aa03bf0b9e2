import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import { ApiToken, type ApiTokenRecord } from '@clianta/crm-core/workspace/api-token/api-token.schema';
import { z } from 'zod';
import { slot } from '../../slot.ts';
import { defineTool, type Proposal, type ToolContext, type ToolResult } from '../../tool.ts';
import { AskBack } from '../../tools/ask-back.ts';
import { resolveUser } from '../../tools/resolve.ts';
import { tokenInWords } from './tokens.tool.ts';

const MOST_OPTIONS = 6;

type Args = z.output<typeof input>;
const input = z.strictObject({
  token: z.string().max(120).optional().describe('Name of the token'),
  of: slot({ kind: 'teammate' }, z.string()).optional().describe('The teammate whose it is; "me"'),
});

export const revokeToken = defineTool({
  name: 'revoke_token',
  does: 'Revoking an API token',
  operation: 'delete',
  entity: ApiToken.name,
  description: 'Revokes an API token for good: the own one, or as an admin anybody’s. Always proposed first.',
  input,
  effect: 'ask',
  async propose(args, context): Promise<Proposal> {
    const token = await theToken(args, context);
    const { team } = await context.crm.facts(context.scope.workspaceId);
    return {
      title: `Revoke the API token “${token.name}”`,
      preview: {
        count: 1,
        sample: [{ title: token.name, detail: tokenInWords(context, token, team).replaceAll(/[*`]/g, '') }],
        changes: [],
      },
      recordIds: [token.id],
      isDestructive: true,
    };
  },
  async run(_args, context): Promise<ToolResult> {
    const id = context.approvedIds?.[0];
    if (!id) throw new InvalidError('Revoking a token needs an approval.');
    const { name } = await context.crm.records(ApiToken).delete(context.scope, id);
    return {
      text: `The token **${name}** opens nothing any more. It does not come back; whoever needs one makes another.`,
      changes: [{ entity: ApiToken.name, id, change: 'deleted' }],
      isAnswer: true,
    };
  },
});

/** @throws AskBack when several could be meant */
async function theToken({ token: words, of }: Args, context: ToolContext): Promise<ApiTokenRecord> {
  const { crm, scope } = context;
  const whose = of ? await resolveUser(context, of, 'of') : undefined;
  const { records } = await crm.records(ApiToken).find(scope, {
    ...(whose && { where: [{ field: 'userId', op: 'eq', value: whose.id }] }),
    sort: 'name',
    limit: 200,
  });
  const wanted = fold(words ?? '');
  const fitting = records.filter(({ id, name }) => id === words || fold(name).includes(wanted));
  const [only, ...more] = fitting;
  if (only && more.length === 0) return only;
  if (!only)
    throw new InvalidError(
      `There is no API token${words ? ` “${words}”` : ''}${whose ? ` of ${whose.name}` : ''} that you may see.`,
    );
  throw new AskBack({
    text: 'Which token do you mean?',
    options: fitting
      .slice(0, MOST_OPTIONS)
      .map(({ id, name, prefix }) => ({ label: name, detail: `${prefix}…`, value: id })),
    argument: 'token',
  });
}
