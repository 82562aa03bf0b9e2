import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { defineChannel } from '../../channel-definition.ts';
import { SLACK_PATH } from './slack-path.ts';

export const slack = defineChannel({
  name: 'slack',
  label: 'Slack',
  env: z.object({
    SLACK_BOT_TOKEN: z
      .string()
      .optional()
      .describe('Bot token (xoxb-...) of the Slack app. Slack is off without it.'),
    SLACK_SIGNING_SECRET: z.string().optional().describe('Signing secret of the Slack app.'),
    SLACK_API_URL: z.url().optional().describe("Another address of Slack's Web API, for tests."),
  }),
  needs: ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET'],
  async create({ SLACK_BOT_TOKEN = '', SLACK_SIGNING_SECRET = '', SLACK_API_URL: apiUrl }) {
    const { createSlackChannel } = await import('./create-slack-channel.ts');
    return createSlackChannel({ botToken: SLACK_BOT_TOKEN, signingSecret: SLACK_SIGNING_SECRET, apiUrl });
  },
  setUp: (url) => [
    { label: 'Event subscriptions and interactivity: request URL', value: `${url}${SLACK_PATH}` },
  ],
  /** @see https://docs.slack.dev/authentication/verifying-requests-from-slack */
  replay({ SLACK_SIGNING_SECRET = '' }, event) {
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
