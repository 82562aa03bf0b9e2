import { InvalidError } from '@clianta/crm-core/errors';
import {
  IntegrationCredential,
  type IntegrationCredentialRecord,
} from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import { z } from 'zod';
import { slot } from '../../../../slot.ts';
import type { Proposal, ToolContext, ToolResult } from '../../../../tool.ts';
import { AskBack } from '../../../../tools/ask-back.ts';
import { counted } from '../../../../tools/format.ts';
import { type AreaArgs, defineArea } from '../setting-area.ts';
import { beginSync, proposeSync } from './begin-sync.ts';
import { inWords } from './integrations-shown.ts';
import { accountMeant, USE_WORDS, useCalled } from './the-account.ts';

const input = z.strictObject({
  integration: slot({ kind: 'option', options: USE_WORDS }, z.string().max(120))
    .optional()
    .describe('Another system: "Google calendar", "Salesforce"'),
  data: slot({ kind: 'text' }, z.enum(['keep', 'delete']))
    .optional()
    .describe('Of a disconnection: what becomes of what was synced'),
});
type Args = AreaArgs<typeof input>;

/** Other companies' systems. They are signed in to on the page of the console, never in a conversation. */
export const integrationsArea = defineArea({
  name: 'integrations',
  does: 'Changing what is connected',
  about:
    'other companies’ systems such as Google or Salesforce: connecting, syncing now (a first sync is shown and agreed to); signing in there and keys are only in the console',
  actions: ['connect', 'disconnect', 'pause', 'resume', 'sync'],
  input,
  call: { entity: IntegrationCredential.name, operation: 'other' },
  example: 'connect my Google calendar',
  async propose(args, context): Promise<Proposal | undefined> {
    if (args.action === 'sync') return proposeSync(args.integration, context);
    if (args.action !== 'disconnect') return undefined;
    const account = await accountMeant(context, args.integration);
    const isSynced = hasSynced(context, account);
    if (args.data === undefined && isSynced)
      throw new AskBack({
        text: `What is to become of what came from ${account.name}?`,
        options: [
          { label: 'Keep it', value: 'keep' },
          { label: 'Put it into the trash', value: 'delete' },
        ],
        argument: 'data',
      });
    return {
      title: `Disconnect ${account.name}, and ${args.data === 'delete' ? 'delete' : 'keep'} what came from there`,
      preview: {
        count: 1,
        sample: [{ title: account.name, detail: inWords(context, account).replaceAll('*', '') }],
        changes: [],
      },
      recordIds: [account.id],
      ...(args.data === 'delete' && { isDestructive: true }),
    };
  },
  async run(args, context): Promise<ToolResult> {
    const { crm, scope } = context;
    if (args.action === 'connect') return whereToConnect(args, context);
    if (args.action === 'sync') return beginSync(args.integration, context);
    const account = await accountMeant(context, context.approvedIds?.[0] ?? args.integration);
    const changes = [{ entity: IntegrationCredential.name, id: account.id, change: 'updated' as const }];
    if (args.action === 'disconnect') {
      const { deleted } = await crm.integrations.disconnect(scope, account.id, args.data ?? 'keep');
      const went =
        deleted > 0 ? ` ${counted(deleted, { one: 'record', many: 'records' })} went to the trash.` : '';
      const { auth, title } = crm.integrations.vendor(account.vendor).integration;
      const left =
        auth.kind === 'oauth2' && auth.grantsUrl
          ? ` ${title} lets no app give back what it was granted: you take it back under ${new URL(auth.grantsUrl).host}.`
          : '';
      return {
        text: `**${account.name}** is disconnected.${went}${left}`,
        changes: [{ ...(changes[0] as (typeof changes)[0]), change: 'deleted' }],
        isAnswer: true,
      };
    }
    await crm.integrations.pause(scope, account.id, args.action === 'pause');
    return {
      text: `**${account.name}** ${args.action === 'pause' ? 'is paused' : 'is used again'}.`,
      changes,
      isAnswer: true,
    };
  },
});

/** Whether it has brought records that could go with it; mail that was read stays. */
const hasSynced = ({ crm }: ToolContext, { vendor, features }: IntegrationCredentialRecord): boolean =>
  features.some((name) => crm.integrations.vendor(vendor).integration.features[name]?.sync !== undefined);

/** A sign-in is bound to the browser that begins it, so it begins on the page. */
function whereToConnect({ integration }: Args, context: ToolContext): ToolResult {
  const { crm } = context;
  if (integration === undefined)
    throw new InvalidError('Say what is to be connected, for example “connect my Google calendar”.');
  const { vendor, title, feature } = useCalled(context, integration);
  const { missing } = crm.integrations.vendor(vendor);
  if (missing.length > 0)
    throw new InvalidError(
      `${title} cannot be connected yet: whoever runs Clianta sets ${missing.join(' and ')}.`,
    );
  const what = feature?.title ?? title;
  return {
    text: `You connect **${what}** under Settings, [Integrations](${crm.links.address('/settings/integrations')}): press Connect beside “${what}” and say yes at ${title}. It is asked for ${feature ? 'that alone' : 'what you switch on alone'}.`,
    suggestions: ['What is connected?'],
    isAnswer: true,
  };
}
