import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { defineChannel } from '../../channel-definition.ts';
import { INSTALL_PATH, OAUTH_REDIRECT_PATH, SLACK_PATH } from './slack-path.ts';

export const slack = defineChannel({
  name: 'slack',
  label: 'Slack',
  env: z.object({
    SLACK_BOT_TOKEN: z
      .string()
      .optional()
      .describe(
        'Bot token (xoxb-...) of the Slack app, with its signing secret or app-level token. Slack is off without a token or a client.',
      ),
    SLACK_SIGNING_SECRET: z
      .string()
      .optional()
      .describe('Signing secret of the Slack app: Slack calls /slack/events.'),
    SLACK_APP_TOKEN: z
      .string()
      .optional()
      .describe(
        'App-level token (xapp-...) for Socket Mode: no public address and no signing secret is needed.',
      ),
    SLACK_CLIENT_ID: z
      .string()
      .optional()
      .describe('Client id of the Slack app: admins of several teams install it at /slack/install.'),
    SLACK_CLIENT_SECRET: z.string().optional().describe('Client secret of the Slack app.'),
    SLACK_API_URL: z.url().optional().describe("Another address of Slack's Web API, for tests."),
  }),
  needs: ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'],
  otherNeeds: [
    ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'],
    ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_SIGNING_SECRET'],
    ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_APP_TOKEN'],
  ],
  async create(env, host) {
    const { createSlackChannel } = await import('./create-slack-channel.ts');
    const { SLACK_CLIENT_ID: id, SLACK_CLIENT_SECRET: secret } = env;
    return createSlackChannel({
      host,
      botToken: env.SLACK_BOT_TOKEN,
      signingSecret: env.SLACK_SIGNING_SECRET,
      appToken: env.SLACK_APP_TOKEN,
      apiUrl: env.SLACK_API_URL,
      ...(id && secret && { client: { id, secret } }),
    });
  },
  check: async (env) => (await import('./check-keys.ts')).checkSlackKeys(env),
  setUp: (url) => [
    {
      text: 'Where Clianta runs, print the manifest of your Slack app:',
      value: `npm run slack:manifest -- --url ${url}`,
    },
    {
      text: 'At Slack choose Create New App, From a manifest, and paste it:',
      value: 'https://api.slack.com/apps',
    },
    {
      text: 'Install the app to your Slack workspace. Set its Bot User OAuth Token and its Signing Secret where Clianta runs, and start it again:',
      value: 'SLACK_BOT_TOKEN\nSLACK_SIGNING_SECRET',
    },
    {
      text: 'Under Event Subscriptions press Retry: Slack checks the request URL of events and of interactivity, which is',
      value: `${url}${SLACK_PATH}`,
    },
    {
      text: 'For several Slack workspaces, the redirect URL under OAuth & Permissions is',
      value: `${url}${OAUTH_REDIRECT_PATH}`,
    },
    { text: 'and admins of those install the app here:', value: `${url}${INSTALL_PATH}` },
  ],
  /** @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
  replay({ SLACK_SIGNING_SECRET }, event) {
    if (!SLACK_SIGNING_SECRET)
      throw new Error('SLACK_SIGNING_SECRET is not set: over a socket nothing is received.');
    const at = String(Math.floor(Date.now() / 1000));
    const body = JSON.stringify(JSON.parse(event));
    const signature = createHmac('sha256', SLACK_SIGNING_SECRET).update(`v0:${at}:${body}`).digest('hex');
    return {
      path: SLACK_PATH,
      headers: {
        'Content-Type': 'application/json',
        'X-Slack-Request-Timestamp': at,
        'X-Slack-Signature': `v0=${signature}`,
      },
      body,
    };
  },
});
