import { SLACK_PATH } from '@clianta/bot/channels/slack/slack-path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type ApiServer, anApiServer, request, signedIn } from '../../support/api-server.ts';
import { nextTs, SIGNING_SECRET, SlackRequests } from '../../support/slack-requests.ts';
import { BOT_TOKEN, SlackStandIn } from '../../support/slack-stand-in.ts';

let slack: SlackStandIn;
let server: ApiServer;

beforeAll(async () => {
  slack = await new SlackStandIn().start();
  slack.users.set('USAM', { id: 'USAM', name: 'Sam Rivera', email: 'sam@clianta.example' });
  server = await anApiServer({
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_API_URL: slack.apiUrl,
  });
});
afterAll(async () => {
  await server.stop();
  await slack.stop();
});

const slackState = async () => {
  const { body } = await request(`${server.url}/healthz`, 'GET');
  return body.channels.find((one: { name: string }) => one.name === 'slack');
};

describe('a channel of another platform', () => {
  it('says whether it is on, and when it was last heard of', async () => {
    expect(await slackState()).toMatchObject({ isOn: true, missing: [] });
    expect((await slackState()).lastEventAt).toBeUndefined();
    const requests = new SlackRequests(`${server.url}${SLACK_PATH}`);
    await requests.directMessage('How many deals do we have?', { user: 'USAM', channel: 'D1', ts: nextTs() });
    await vi.waitFor(() => expect(slack.messages.length).toBeGreaterThan(0), 15_000);
    await vi.waitFor(async () => {
      const { lastEventAt, lastSentAt, problem } = await slackState();
      expect([lastEventAt, lastSentAt, problem]).toEqual([expect.any(String), expect.any(String), undefined]);
    }, 5_000);
  });

  it('is tried out by a message to whoever asks, where they have an account', async () => {
    const sam = await signedIn(server);
    expect((await sam.call('POST', '/channels/slack/test')).status).toBe(204);
    expect(slack.messages.at(-1)?.text).toMatch(/It works/);
    const tom = await signedIn(server, 'tom@clianta.example');
    const refused = await tom.call('POST', '/channels/slack/test');
    expect([refused.status, refused.body.error.message]).toEqual([
      409,
      expect.stringMatching(/no linked account/),
    ]);
    expect((await sam.call('POST', '/channels/fax/test')).status).toBe(409);
    slack.fail('chat.postMessage', { error: 'channel_not_found' });
    const failed = await sam.call('POST', '/channels/slack/test');
    expect([failed.status, failed.body.error.message]).toEqual([
      502,
      expect.stringMatching(/channel_not_found|not taken/),
    ]);
  });
});
