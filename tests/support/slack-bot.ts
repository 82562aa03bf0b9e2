import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSlackChannel, type SlackOptions } from '@clianta/bot/channels/slack/create-slack-channel';
import { SLACK_PATH } from '@clianta/bot/channels/slack/slack-path';
import express from 'express';
import { test, vi } from 'vitest';
import { MemoryChannelHost } from './memory-channel-host.ts';
import { RecordedHandlers } from './recorded-handlers.ts';
import { SIGNING_SECRET, SlackRequests } from './slack-requests.ts';
import { BOT_TOKEN, SlackStandIn } from './slack-stand-in.ts';

/** Waits until it holds. */
export const until = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 10 });

/** Long enough for what should not happen to happen. */
export const quiet = () => new Promise((resolve) => setTimeout(resolve, 150));

/** A bot process with only Slack in it; keeps what reached its handlers. */
class SlackBot extends RecordedHandlers {
  channel!: ReturnType<typeof createSlackChannel>['channel'];
  requests!: SlackRequests;
  /** Kept over restarts, as a database is. */
  readonly host = new MemoryChannelHost();
  /** Where this process listens. */
  origin = '';
  readonly #slack: SlackStandIn;
  #server: Server | undefined;

  constructor(slack: SlackStandIn) {
    super();
    this.#slack = slack;
  }

  /** Starts a process that knows nothing of the one before. */
  async start(options: Partial<SlackOptions> = {}): Promise<void> {
    Object.assign(this, new RecordedHandlers());
    const { channel, router } = createSlackChannel({
      host: this.host,
      botToken: BOT_TOKEN,
      signingSecret: SIGNING_SECRET,
      apiUrl: this.#slack.apiUrl,
      ...options,
    });
    this.channel = channel;
    await channel.start(this.on);
    const server = createServer(express().use(router));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    this.origin = `http://127.0.0.1:${port}`;
    this.requests = new SlackRequests(`${this.origin}${SLACK_PATH}`);
  }

  async stop(): Promise<void> {
    await this.channel.stop();
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

/** `slack` stands in for Slack's API, for a whole file; each test has a `bot` of its own. */
export const slackTest = test
  .extend('standIn', { scope: 'file' }, () => new SlackStandIn())
  .extend('slack', { scope: 'file' }, async ({ standIn }, { onCleanup }) => {
    const slack = await standIn.start();
    slack.users.set('UJANE', { id: 'UJANE', name: 'Jane Doe', email: 'jane@clianta.example' });
    slack.users.set('UCARL', { id: 'UCARL', name: 'Carlos Diaz', email: 'carlos@clianta.example' });
    slack.users.set('UGUEST', {
      id: 'UGUEST',
      name: 'Guest',
      email: 'jane@clianta.example',
      teamId: 'TOTHER',
    });
    slack.users.set('UROBOT', { id: 'UROBOT', name: 'Robot', isBot: true });
    onCleanup(() => slack.stop());
    return slack;
  })
  .extend('bot', async ({ slack }, { onCleanup }) => {
    const bot = new SlackBot(slack);
    await bot.start();
    onCleanup(async () => {
      await bot.stop();
      slack.reset();
    });
    return bot;
  });
