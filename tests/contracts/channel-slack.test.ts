import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  ChannelHandlers,
  IncomingDecision,
  IncomingMessage,
  IncomingUndo,
  Receipt,
} from '@clianta/bot/channel';
import { createSlackChannel, type SlackOptions } from '@clianta/bot/channels/slack/create-slack-channel';
import { SLACK_PATH } from '@clianta/bot/channels/slack/slack-path';
import express from 'express';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SIGNING_SECRET, SlackRequests } from '../support/slack-requests.ts';
import { BOT_TOKEN, BOT_USER, SlackStandIn, TEAM } from '../support/slack-stand-in.ts';

let slack: SlackStandIn;
let server: Server;
let channel: ReturnType<typeof createSlackChannel>['channel'];
let requests: SlackRequests;
let messages: IncomingMessage[];
let decisions: IncomingDecision[];
let undos: IncomingUndo[];
let handle: (message: IncomingMessage) => Promise<void>;

beforeAll(async () => {
  slack = await new SlackStandIn().start();
  slack.users.set('UJANE', { id: 'UJANE', name: 'Jane Doe', email: 'jane@clianta.example' });
  slack.users.set('UCARL', { id: 'UCARL', name: 'Carlos Diaz', email: 'carlos@clianta.example' });
  slack.users.set('UGUEST', { id: 'UGUEST', name: 'Guest', email: 'jane@clianta.example', teamId: 'TOTHER' });
  slack.users.set('UROBOT', { id: 'UROBOT', name: 'Robot', isBot: true });
});
afterAll(() => slack.stop());

beforeEach(() => start());
afterEach(async () => {
  await channel.stop();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  slack.reset();
});

const taken: Receipt = { isTaken: true, messageId: 'm', turnId: 't', isDuplicate: false };

/** A bot process with only Slack in it. */
async function start(options: Partial<SlackOptions> = {}): Promise<void> {
  [messages, decisions, undos] = [[], [], []];
  handle = async () => {};
  const created = createSlackChannel({
    botToken: BOT_TOKEN,
    signingSecret: SIGNING_SECRET,
    apiUrl: slack.apiUrl,
    ...options,
  });
  channel = created.channel;
  const on: ChannelHandlers = {
    async message(message) {
      await handle(message);
      messages.push(message);
      return taken;
    },
    async decision(decision) {
      decisions.push(decision);
      return taken;
    },
    async undo(undo) {
      undos.push(undo);
      return taken;
    },
  };
  await channel.start(on);
  server = createServer(express().use(created.router));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  requests = new SlackRequests(`http://127.0.0.1:${(server.address() as AddressInfo).port}${SLACK_PATH}`);
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 10 });
const quiet = () => new Promise((resolve) => setTimeout(resolve, 150));

describe('requests that are not from Slack', () => {
  it('are refused: wrong secret, no signature, other version, changed body', async () => {
    const event = (options: object) => requests.directMessage('hi', {}, options);
    expect((await event({ secret: 'other' })).status).toBe(401);
    expect((await event({ version: 'v1' })).status).toBe(401);
    expect((await event({ headers: { 'x-slack-signature': '' } })).status).toBe(401);
    expect((await event({ headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } })).status).toBe(401);
    await quiet();
    expect(messages).toEqual([]);
  });

  it('are refused when older or newer than five minutes', async () => {
    const now = Math.floor(Date.now() / 1_000);
    for (const [seconds, status] of [
      [-310, 401],
      [-290, 200],
      [290, 200],
      [310, 401],
      [86_400, 401],
    ] as const) {
      const answer = await requests.directMessage('hi', {}, { timestamp: now + seconds });
      expect([seconds, answer.status]).toEqual([seconds, status]);
    }
    for (const timestamp of ['', 'soon', '1e9', '-5', '99999999999999']) {
      expect((await requests.directMessage('hi', {}, { timestamp })).status).toBe(401);
    }
  });

  it('answers the check of the address', async () => {
    const body = JSON.stringify({ type: 'url_verification', challenge: 'abc' });
    const answer = await requests.send(body, 'application/json');
    expect(JSON.parse(answer.text)).toEqual({ challenge: 'abc' });
  });
});

describe('a message', () => {
  it('is acknowledged before any work', async () => {
    handle = () => new Promise((resolve) => setTimeout(resolve, 1_000));
    const answer = await requests.directMessage('hello');
    expect(answer.status).toBe(200);
    expect(answer.ms).toBeLessThan(900);
    expect(messages).toEqual([]);
    await until(() => expect(messages).toHaveLength(1));
  });

  it('in private comes with who wrote it, by the e-mail address that Slack vouches for', async () => {
    await requests.directMessage('Add Jane &lt;VP&gt; from <https://acme.example|acme.example>', {
      ts: '1.5',
    });
    await until(() => expect(messages).toHaveLength(1));
    expect(messages[0]).toEqual({
      channel: 'slack',
      externalId: 'D1:1.5',
      sender: {
        externalTeamId: TEAM,
        externalUserId: 'UJANE',
        email: 'jane@clianta.example',
        name: 'Jane Doe',
      },
      thread: { externalTeamId: TEAM, threadId: 'D1', details: { channelId: 'D1' } },
      text: 'Add Jane <VP> from acme.example',
    });
    await requests.directMessage('again');
    await until(() => expect(messages).toHaveLength(2));
    expect(slack.callsOf('users.info')).toHaveLength(1);
  });

  it('of a guest of another organisation has no e-mail address', async () => {
    await requests.directMessage('hi', { user: 'UGUEST', user_team: 'TOTHER' });
    await until(() => expect(messages).toHaveLength(1));
    expect(messages[0]?.sender).toEqual({
      externalTeamId: 'TOTHER',
      externalUserId: 'UGUEST',
      name: 'Guest',
    });
  });

  it('with a mention is one message though Slack sends it twice, and its thread needs no mention any more', async () => {
    const said = { text: `<@${BOT_USER}> assign it to <@UCARL>`, ts: '2.1', channel: 'C1' };
    await Promise.all([
      requests.event({ type: 'app_mention', ...said }),
      requests.event({ type: 'message', channel_type: 'channel', ...said }),
    ]);
    await until(() => expect(messages).toHaveLength(1));
    expect(messages[0]).toMatchObject({
      text: 'assign it to Carlos Diaz',
      thread: { threadId: 'C1:2.1', details: { channelId: 'C1', threadTs: '2.1' } },
    });
    const more = { type: 'message', channel_type: 'channel', thread_ts: '2.1', text: 'and tell him' };
    await requests.event(more);
    await until(() => expect(messages).toHaveLength(2));
    expect(messages[1]?.thread).toEqual(messages[0]?.thread);
    expect(slack.callsOf('conversations.replies')).toEqual([]);
  });

  it('among people in a channel is none of our business', async () => {
    await requests.event({ type: 'message', channel_type: 'channel', text: 'lunch?' });
    await requests.event({ type: 'message', channel_type: 'channel', text: 'yes', thread_ts: '3.1' });
    await quiet();
    expect(messages).toEqual([]);
  });

  it('in a thread that we wrote in is for us after a restart too', async () => {
    const thread = {
      externalTeamId: TEAM,
      threadId: 'C1:4.1',
      details: { channelId: 'C1', threadTs: '4.1' },
    };
    await channel.send(thread, { text: 'Here you are.', cards: [] }, 't1');
    await channel.stop();
    server.close();
    await start();
    for (const text of ['thanks', 'one more']) {
      await requests.event({ type: 'message', channel_type: 'channel', thread_ts: '4.1', text });
    }
    await until(() => expect(messages.map((message) => message.text).sort()).toEqual(['one more', 'thanks']));
    expect(slack.callsOf('conversations.replies')).toHaveLength(1);
  });

  it('from ourselves, another bot, or that is no speech, is ignored', async () => {
    await requests.directMessage('me', { user: BOT_USER });
    await requests.directMessage('bot', { bot_id: 'B1' });
    await requests.directMessage('robot', { user: 'UROBOT' });
    await requests.directMessage('edit', { subtype: 'message_changed' });
    await requests.directMessage('join', { subtype: 'channel_join' });
    await quiet();
    expect(messages).toEqual([]);
  });

  it('that is redelivered is taken once, also after a failure and also at the same time', async () => {
    const again = () => requests.directMessage('once', { ts: '5.1' }, { eventId: 'Ev1' });
    handle = () => Promise.reject(new Error('database away'));
    await again();
    await quiet();
    expect(messages).toEqual([]);
    handle = () => new Promise((resolve) => setTimeout(resolve, 50));
    await Promise.all([again(), again(), again()]);
    await until(() => expect(messages).toHaveLength(1));
    await again();
    await requests.directMessage('once', { ts: '5.1' }, { eventId: 'Ev2' });
    await quiet();
    expect(messages).toHaveLength(1);
  });

  it('that another process has taken is not taken here', async () => {
    await channel.stop();
    server.close();
    const done = new Set(['event:Ev9']);
    await start({ seen: { has: async (key) => done.has(key), add: async (key) => void done.add(key) } });
    await requests.directMessage('taken', {}, { eventId: 'Ev9' });
    await requests.directMessage('new', {}, { eventId: 'Ev10' });
    await until(() => expect(messages.map((message) => message.text)).toEqual(['new']));
    await until(() => expect(done.has('event:Ev10')).toBe(true));
  });

  it('is refused while the process stops, so that Slack brings it again', async () => {
    await channel.stop();
    expect((await requests.directMessage('late')).status).toBe(503);
  });
});

describe('a slash command', () => {
  it('is answered to the person alone, each command at its own address', async () => {
    const first = await requests.command('What closes this quarter?', slack.responseUrl('r1'));
    expect(JSON.parse(first.text)).toEqual({ response_type: 'ephemeral', text: 'Working on it…' });
    await requests.command('And next?', slack.responseUrl('r2'));
    await until(() => expect(messages).toHaveLength(2));
    const [one, two] = messages;
    expect(one?.thread.threadId).toBe('C1:command');
    expect(two?.thread.threadId).toBe(one?.thread.threadId);
    if (!one) return;
    // the conversation knows the address of its first command only
    await channel.send(one.thread, { text: 'Nothing.', cards: [] }, 't1');
    expect(slack.messages).toMatchObject([{ channel: 'response:r2', text: 'Nothing.', isEphemeral: true }]);
  });

  it('does not answer one person at the address of another', async () => {
    await requests.command('mine', slack.responseUrl('jane'));
    await requests.command('his', slack.responseUrl('carl'), { user_id: 'UCARL' });
    await until(() => expect(messages).toHaveLength(2));
    for (const message of messages)
      await channel.send(message.thread, { text: message.text, cards: [] }, 't');
    expect(slack.messages.map(({ channel: to, text }) => [to, text]).sort()).toEqual([
      ['response:carl', 'his'],
      ['response:jane', 'mine'],
    ]);
  });

  it('is answered in private when its address is used up, and never at a foreign address', async () => {
    await requests.command('a', slack.responseUrl('r3'));
    await requests.command('b', 'https://evil.example/hook', { channel_id: 'C2' });
    await until(() => expect(messages).toHaveLength(2));
    slack.fail('response_url', { error: 'used_url' });
    for (const message of messages) await channel.send(message.thread, { text: 'Answer.', cards: [] }, 't1');
    expect(slack.messages).toMatchObject([{ channel: 'UJANE' }, { channel: 'UJANE' }]);
  });
});

describe('buttons', () => {
  const dm = { externalTeamId: TEAM, threadId: 'D1', details: { channelId: 'D1' } };
  const card = {
    type: 'approval' as const,
    approvalId: 'a1',
    title: 'Delete 12 contacts',
    count: 12,
    sample: [{ title: 'Ada' }],
    changes: [],
    expiresAt: '2026-03-03T10:00:00.000Z',
    status: 'pending' as const,
  };
  const buttonsOf = (blocks: unknown) => (JSON.stringify(blocks).match(/clianta_\w+/g) ?? []).sort();

  it('decide on a proposal, whose message then shows the outcome', async () => {
    await channel.send(dm, { text: 'Please decide.', cards: [card] }, 't1');
    const shown = slack.messages.at(-1);
    expect(buttonsOf(shown?.blocks)).toEqual(['clianta_approve', 'clianta_reject']);
    const answer = await requests.click(
      { action_id: 'clianta_approve', value: 'a1' },
      { container: { message_ts: shown?.ts } },
    );
    expect(answer.status).toBe(200);
    await until(() => expect(decisions).toHaveLength(1));
    expect(decisions[0]).toMatchObject({
      decision: { approvalId: 'a1', decision: 'approve' },
      sender: { email: 'jane@clianta.example' },
      thread: dm,
    });
    await channel.settle?.(dm, { ...card, status: 'executed' });
    expect(shown?.blocks && buttonsOf(shown.blocks)).toEqual([]);
    expect(JSON.stringify(shown?.blocks)).toContain('Approved and done');
    expect(slack.callsOf('chat.update')).toHaveLength(1);
  });

  it('are redrawn by a process that has not posted them, by the place that was stored', async () => {
    const { places } = await channel.send(
      dm,
      { text: 'Please decide.', cards: [{ ...card, approvalId: 'a9' }] },
      't9',
    );
    const shown = slack.messages.at(-1);
    const other = createSlackChannel({
      botToken: BOT_TOKEN,
      signingSecret: SIGNING_SECRET,
      apiUrl: slack.apiUrl,
    });
    await other.channel.start({} as ChannelHandlers);
    await other.channel.settle?.(dm, { ...card, approvalId: 'a9', status: 'executed' }, places?.a9);
    expect(JSON.stringify(shown?.blocks)).toContain('Approved and done');
    await other.channel.stop();
  });

  it('decide once, however often the same click is delivered', async () => {
    const click = { action_id: 'clianta_reject', value: 'a2', action_ts: '7.7' };
    await Promise.all([requests.click(click), requests.click(click)]);
    await requests.click(click);
    await until(() => expect(decisions).toHaveLength(1));
    await quiet();
    expect(decisions).toMatchObject([{ decision: { approvalId: 'a2', decision: 'reject' } }]);
  });

  it('ask for the number of records in a dialog, where that is required', async () => {
    await requests.click(
      { action_id: 'clianta_approve_typed', value: 'a3' },
      { container: { message_ts: '8.1', thread_ts: '8.0' }, channel: { id: 'C1' } },
    );
    await until(() => expect(slack.callsOf('views.open')).toHaveLength(1));
    const view = slack.callsOf('views.open')[0]?.body.view as { private_metadata: string };
    const wrong = await requests.submit(view.private_metadata, 'many');
    expect(JSON.parse(wrong.text)).toMatchObject({ response_action: 'errors' });
    await requests.submit(view.private_metadata, '1,250');
    await until(() => expect(decisions).toHaveLength(1));
    expect(decisions[0]).toMatchObject({
      decision: { approvalId: 'a3', decision: 'approve', typedCount: 1_250 },
      thread: { threadId: 'C1:8.0' },
    });
  });

  it('take a group of writes back, and say what a suggestion says', async () => {
    await requests.click({ action_id: 'clianta_undo', value: 'g1' });
    await requests.click({ action_id: 'clianta_say_0', value: 'What closes this quarter?' });
    await until(() => expect([undos.length, messages.length]).toEqual([1, 1]));
    expect(undos[0]).toMatchObject({ groupId: 'g1', thread: dm });
    expect(messages[0]).toMatchObject({ text: 'What closes this quarter?', thread: dm });
  });

  it('under an answer that only one person sees belong to that conversation', async () => {
    const url = slack.responseUrl('r9');
    await requests.command('delete all', url);
    await until(() => expect(messages).toHaveLength(1));
    const [message] = messages;
    if (!message) return;
    await channel.send(message.thread, { text: '', cards: [{ ...card, approvalId: 'a4' }] }, 't1');
    const container = { message_ts: '9.9', is_ephemeral: true };
    await requests.click(
      { action_id: 'clianta_approve', value: 'a4' },
      { channel: { id: 'C1' }, container, response_url: url },
    );
    await until(() => expect(decisions).toHaveLength(1));
    expect(decisions[0]?.thread.threadId).toBe(message.thread.threadId);
    await channel.settle?.(message.thread, { ...card, approvalId: 'a4', status: 'rejected' });
    expect(slack.messages).toHaveLength(1);
    expect(JSON.stringify(slack.messages[0]?.blocks)).toContain('Rejected');
  });

  it('that only open a link are acknowledged', async () => {
    expect((await requests.click({ action_id: 'open_docs', value: 'x' })).status).toBe(200);
  });
});

describe('an answer', () => {
  const thread = { externalTeamId: TEAM, threadId: 'C1:1.1', details: { channelId: 'C1', threadTs: '1.1' } };

  it('goes into its thread, unfurls nothing and mentions nobody', async () => {
    const sent = await channel.send(thread, { text: 'Hello <!channel> **Jane**', cards: [] }, 't1');
    expect(sent.externalId).toBe(`C1:${slack.messages[0]?.ts}`);
    expect(slack.messages).toMatchObject([
      { channel: 'C1', threadTs: '1.1', text: 'Hello &lt;!channel&gt; *Jane*' },
    ]);
    expect(slack.callsOf('chat.postMessage')[0]?.body).toMatchObject({
      unfurl_links: 'false',
      unfurl_media: 'false',
      parse: 'none',
    });
  });

  it('that is too long for one message comes in several, in order', async () => {
    const text = Array.from({ length: 4_000 }, (_, i) => `word${i}`).join(' ');
    await channel.send(thread, { text, cards: [] }, 't1');
    expect(slack.messages.length).toBeGreaterThan(1);
    const said = slack.messages.flatMap((message) =>
      message.blocks.map((block) => (block.text as { text: string }).text),
    );
    expect(said.join(' ')).toBe(text);
  });

  it('waits as long as Slack asks', async () => {
    slack.fail('chat.postMessage', { retryAfter: 1 });
    const begun = Date.now();
    await channel.send(thread, { text: 'Patience.', cards: [] }, 't1');
    expect(Date.now() - begun).toBeGreaterThanOrEqual(950);
    expect(slack.messages).toHaveLength(1);
  });

  it('goes as text alone when Slack refuses the blocks, and fails clearly when Slack refuses it all', async () => {
    slack.fail('chat.postMessage', { error: 'invalid_blocks' });
    await channel.send(thread, { text: 'Plain then.', cards: [] }, 't1');
    expect(slack.messages).toMatchObject([{ text: 'Plain then.', blocks: [] }]);
    slack.fail('chat.postMessage', { error: 'channel_not_found' });
    await expect(channel.send(thread, { text: 'x', cards: [] }, 't1')).rejects.toMatchObject({
      code: 'upstream',
      message: 'Slack did not take the message: channel_not_found.',
    });
  });

  it('is preceded by a status in its thread, and a status that fails disturbs nothing', async () => {
    const status = { type: 'status' as const, text: "Looking at Northwind's deals" };
    await channel.show(thread, 't1', status);
    await channel.show(thread, 't1', status);
    await channel.show({ externalTeamId: TEAM, threadId: 'D1' }, 't1', status);
    expect(slack.callsOf('assistant.threads.setStatus').map((call) => call.body)).toEqual([
      { channel_id: 'C1', thread_ts: '1.1', status: status.text },
    ]);
    slack.fail('assistant.threads.setStatus', { error: 'missing_scope' });
    await channel.show(thread, 't1', { type: 'status', text: 'Still working' });
    await channel.show(thread, 't1', { type: 'status', text: 'And more' });
    expect(slack.callsOf('assistant.threads.setStatus')).toHaveLength(2);
  });
});
