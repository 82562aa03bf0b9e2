import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSlackChannel } from '@clianta/bot/channels/slack/create-slack-channel';
import { SLACK_PATH } from '@clianta/bot/channels/slack/slack-path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MemoryChannelHost } from '../support/memory-channel-host.ts';
import { RecordedHandlers } from '../support/recorded-handlers.ts';
import { SIGNING_SECRET, SlackRequests } from '../support/slack-requests.ts';
import { BOT_TOKEN, SlackStandIn, TEAM } from '../support/slack-stand-in.ts';

let slack: SlackStandIn;
let server: Server;
let requests: SlackRequests;
const recorded = new RecordedHandlers();

beforeAll(async () => {
  slack = await new SlackStandIn().start();
  const { channel, router } = createSlackChannel({
    host: new MemoryChannelHost(),
    botToken: BOT_TOKEN,
    signingSecret: SIGNING_SECRET,
    apiUrl: slack.apiUrl,
  });
  await channel.start(recorded.on);
  server = createServer(express().use(router));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  requests = new SlackRequests(`http://127.0.0.1:${(server.address() as AddressInfo).port}${SLACK_PATH}`);
});
afterAll(async () => {
  await slack.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const payload = (body: unknown) => new URLSearchParams({ payload: JSON.stringify(body) }).toString();
const event = { type: 'message', channel: 'D1', channel_type: 'im', user: 'UJANE', text: 'hi', ts: '1.2' };
const callback = { type: 'event_callback', team_id: TEAM, event_id: 'Ev1' };
const click = {
  type: 'block_actions',
  user: { id: 'UJANE' },
  trigger_id: 't',
  container: {},
  actions: [{ action_id: 'clianta_approve', value: 'x', action_ts: '1' }],
};

/** Really signed, and nothing that Slack would send. */
const malformed: Array<[string, string]> = [
  ...['', '{', 'null', '[]', '5', '"text"', '{}', '{"type":5}', '{"event":null}'].map(
    (body): [string, string] => [body, JSON_TYPE],
  ),
  ...[
    { ...callback },
    { ...callback, event: 5 },
    { ...callback, event: {} },
    { ...callback, event: { ...event, channel: { id: 1 } } },
    { ...callback, event: { ...event, ts: 5 } },
    { ...callback, event: { ...event, text: { a: 1 } } },
    { ...callback, event_id: 5, event },
    { ...callback, team_id: {}, event },
    { ...callback, authorizations: [null], event },
    { ...callback, authorizations: 'x', event },
  ].map((body): [string, string] => [JSON.stringify(body), JSON_TYPE]),
  ['payload=%7B', FORM],
  ['payload=null', FORM],
  ['nothing=1', FORM],
  ['command=%2Fclianta', FORM],
  ...[
    [],
    { ...click, user: null },
    { ...click, actions: [] },
    { ...click, actions: [null] },
    { ...click, actions: 'x' },
    { ...click, container: null },
    { ...click, channel: 5 },
    { type: 'view_submission' },
    { type: 'shortcut', user: null },
    { type: 'message_action', user: { id: 'U' }, callback_id: 5 },
    ...['app_home_opened', 'assistant_thread_started', 'link_shared'].map((type) => ({
      ...callback,
      event: { type },
    })),
    { type: 'view_submission', user: { id: 'U' }, view: { id: 'V', private_metadata: '', state: {} } },
  ].map((body): [string, string] => [payload(body), FORM]),
];

describe('a signed request of Slack', () => {
  it.each(malformed)('that is malformed is refused at once: %s', async (body, type) => {
    const answer = await requests.send(body, type);
    expect(answer.status).toBe(400);
    expect(answer.ms).toBeLessThan(2_000);
    expect(recorded.messages).toEqual([]);
  });

  it('of a kind that is not read is acknowledged, so that it does not come again', async () => {
    const reaction = { ...callback, event: { type: 'reaction_added', item: 5, channel: 7 } };
    expect((await requests.send(JSON.stringify(reaction), JSON_TYPE)).status).toBe(200);
    expect((await requests.send(payload({ type: 'workflow_step_edit', user: null }), FORM)).status).toBe(200);
    expect(recorded.messages).toEqual([]);
  });

  it('that is malformed and not signed is refused for the signature', async () => {
    expect((await requests.send('{}', JSON_TYPE, { secret: 'other' })).status).toBe(401);
  });
});
