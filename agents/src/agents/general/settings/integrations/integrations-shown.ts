import type { IntegrationCredentialRecord } from '@clianta/crm-core/integrations/layer/integration-credential.schema';
import type { ToolContext, ToolResult } from '../../../../tool.ts';
import { counted, formatDate, listed } from '../../../../tools/format.ts';

const STATES: Readonly<Record<IntegrationCredentialRecord['state'], string>> = {
  ok: 'works',
  throttled: 'waits, because it was asked for too much',
  paused: 'is paused',
  reconnect: 'has to be connected anew',
  error: 'fails at the moment',
};

/** What of other systems is connected, how it is doing and what is to be done about it. */
export async function integrationsShown(context: ToolContext): Promise<ToolResult> {
  const { crm, scope } = context;
  const all = await crm.integrations.of(scope);
  const offered = crm.integrations.vendors.map(({ integration }) => integration.title);
  const page = `[Integrations](${crm.links.address('/settings/integrations')})`;
  if (all.length === 0)
    return {
      text: `Nothing is connected yet. Under Settings, ${page}, there is ${listed(offered)}.`,
      suggestions: ['Connect my Google calendar'],
      isAnswer: true,
    };
  return {
    text: [
      `${counted(all.length, { one: 'account is', many: 'accounts are' })} connected:`,
      ...all.map((one) => `- ${inWords(context, one)}`),
      `All of it is under Settings, ${page}.`,
    ].join('\n'),
    suggestions: ['Sync now'],
    isAnswer: true,
  };
}

/** "**Google** (sam@acme.com) for Google Calendar works; last synced today". */
export function inWords(context: ToolContext, one: IntegrationCredentialRecord): string {
  const known = context.crm.integrations.vendors.find(({ integration }) => integration.name === one.vendor);
  const used = one.features.map((name) => known?.integration.features[name]?.title ?? name);
  const last = one.lastSyncedAt ? `; last synced ${formatDate(one.lastSyncedAt, context)}` : '';
  const wrong = one.lastError ? `. ${one.lastError.what} ${one.lastError.whatToDo}` : '';
  const what = used.length > 0 ? ` for ${listed(used)}` : '';
  return `**${known?.integration.title ?? one.vendor}** (${one.name})${what} ${STATES[one.state]}${last}${wrong}`;
}
