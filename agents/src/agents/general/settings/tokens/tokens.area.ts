import { fold } from '@clianta/crm-core/entity/search-text';
import { InvalidError } from '@clianta/crm-core/errors';
import { ApiToken, type ApiTokenRecord } from '@clianta/crm-core/workspace/api-token/api-token.schema';
import { z } from 'zod';
import type { Proposal, ToolContext, ToolResult } from '../../../../tool.ts';
import { AskBack } from '../../../../tools/ask-back.ts';
import { resolveUser } from '../../../../tools/resolve.ts';
import { type AreaArgs, defineArea, shared } from '../setting-area.ts';
import { markOf, tokenInWords } from './tokens-shown.ts';

const MOST_OPTIONS = 6;

const input = z.strictObject({
  token: z.string().max(120).optional().describe('Of a token: its name'),
  person: shared.person,
});
type Args = AreaArgs<typeof input>;

/** A token is revoked for good: the own one, or as an admin anybody's. */
export const tokensArea = defineArea({
  name: 'tokens',
  does: 'Revoking an API token',
  about: 'API tokens, which are made in the console only',
  actions: ['revoke'],
  input,
  call: { entity: ApiToken.name, operation: 'delete' },
  example: 'revoke the token Zapier',
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
async function theToken({ token: words, person }: Args, context: ToolContext): Promise<ApiTokenRecord> {
  const { crm, scope } = context;
  const whose = person ? await resolveUser(context, person, 'person') : undefined;
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
      .map((token) => ({ label: token.name, detail: markOf(token), value: token.id })),
    argument: 'token',
  });
}
