import { randomUUID } from 'node:crypto';
import { InvalidError } from '@clianta/crm-core/errors';
import { z } from 'zod';
import { defineChannel } from '../../channel-definition.ts';
import { TEAMS_PATH } from './teams-path.ts';

const isLoopbackUrl = (url: string) => /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/.test(url);

export const teams = defineChannel({
  name: 'teams',
  label: 'Microsoft Teams',
  env: z.object({
    TEAMS_APP_ID: z
      .string()
      .optional()
      .describe('Application (client) id of the Microsoft Teams bot. Teams is off without it.'),
    TEAMS_APP_PASSWORD: z.string().optional().describe('Client secret of the Teams bot.'),
    TEAMS_TENANT_ID: z.string().optional().describe('Directory (tenant) id that the Teams bot belongs to.'),
    TEAMS_APP_TYPE: z
      .enum(['single-tenant', 'multi-tenant'])
      .default('single-tenant')
      .describe('`multi-tenant` also serves people of other companies, who link their accounts by a code.'),
    TEAMS_PLAYGROUND: z
      .enum(['on', 'off'])
      .default('off')
      .describe(
        "`on` serves Microsoft's Agents Playground on this machine instead of Teams, without credentials; never in production.",
      ),
    TEAMS_API_URL: z
      .url()
      .refine(isLoopbackUrl, 'must be an address of this machine')
      .optional()
      .describe("An address on this machine that stands in for Microsoft's services, for tests."),
  }),
  needs: ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID'],
  otherNeeds: [['TEAMS_PLAYGROUND']],
  async create(env, host) {
    const isLocal = env.TEAMS_PLAYGROUND === 'on';
    if (isLocal && host.isProduction)
      throw new Error(
        'TEAMS_PLAYGROUND takes anybody on this machine for anybody: it cannot be on in production.',
      );
    const { createTeamsChannel } = await import('./create-teams-channel.ts');
    return createTeamsChannel(
      {
        appId: env.TEAMS_APP_ID ?? '',
        password: env.TEAMS_APP_PASSWORD ?? '',
        tenantId: env.TEAMS_TENANT_ID ?? '',
        isSingleTenant: env.TEAMS_APP_TYPE === 'single-tenant',
        isLocal,
        apiUrl: env.TEAMS_API_URL?.replace(/\/+$/, ''),
      },
      host,
    );
  },
  check: async (env) => (await import('./check-keys.ts')).checkTeamsKeys(env),
  setUp: (url) => [
    {
      text: 'In the Azure portal create an Azure Bot, single tenant, with a new Microsoft App ID:',
      value: 'https://portal.azure.com/#create/Microsoft.AzureBot',
    },
    { text: 'Under Configuration enter the messaging endpoint:', value: `${url}${TEAMS_PATH}` },
    { text: 'Under Channels add Microsoft Teams.' },
    {
      text: 'Set the Microsoft App ID, a client secret (its value is shown once) and the App Tenant ID where Clianta runs, and start it again:',
      value: 'TEAMS_APP_ID\nTEAMS_APP_PASSWORD\nTEAMS_TENANT_ID',
    },
    {
      text: 'Make the app package there, and upload it in Teams under Apps, Manage your apps, Upload an app:',
      value: `npm run teams:package -- --url ${url} --app-id YOUR-APP-ID`,
    },
  ],
  /** Only Microsoft can sign what Teams sends: an activity is replayed as the Playground sends it. */
  replay({ TEAMS_PLAYGROUND }, event) {
    if (TEAMS_PLAYGROUND !== 'on')
      throw new InvalidError(
        'Only Microsoft can sign what Teams sends. Start Clianta with TEAMS_PLAYGROUND=on to replay.',
      );
    const activity = z.record(z.string(), z.unknown()).parse(JSON.parse(event));
    const body = JSON.stringify({ id: randomUUID(), channelId: 'emulator', ...activity });
    return { path: TEAMS_PATH, headers: { 'Content-Type': 'application/json' }, body };
  },
});
