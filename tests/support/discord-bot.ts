import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ForeignChannel } from '@clianta/bot/channel-definition';
import {
  createDiscordChannel,
  type DiscordOptions,
} from '@clianta/bot/channels/discord/create-discord-channel';
import { publicKeyOf } from '@clianta/bot/channels/discord/interactions/interaction-guard';
import express from 'express';
import { test, vi } from 'vitest';
import { DiscordEvents } from './discord-events.ts';
import { DISCORD_PUBLIC_KEY } from './discord-requests.ts';
import { APPLICATION, DISCORD_TOKEN, DiscordStandIn } from './discord-stand-in.ts';
import { MemoryChannelHost } from './memory-channel-host.ts';
import { RecordedHandlers } from './recorded-handlers.ts';

/** Waits until it holds. */
export const until = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 10 });

/** Long enough for what should not happen to happen. */
export const quiet = () => new Promise((resolve) => setTimeout(resolve, 150));

/** A bot process with only Discord in it; keeps what reached its handlers. */
class DiscordBot extends RecordedHandlers {
  channel!: ForeignChannel['channel'];
  url = '';
  host = new MemoryChannelHost();
  readonly #discord: DiscordStandIn;
  #server: Server | undefined;

  constructor(discord: DiscordStandIn) {
    super();
    this.#discord = discord;
  }

  /** Starts a process that knows nothing of the one before but what that has kept. */
  async start(options: Partial<DiscordOptions> = {}): Promise<void> {
    Object.assign(this, new RecordedHandlers());
    const { channel, router } = createDiscordChannel({
      botToken: DISCORD_TOKEN,
      applicationId: APPLICATION,
      publicKey: publicKeyOf(DISCORD_PUBLIC_KEY),
      apiUrl: this.#discord.apiUrl,
      host: this.host,
      ...options,
    });
    this.channel = channel;
    const server = createServer(express().use(router));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await channel.start(this.on);
    await vi.waitUntil(() => this.#discord.gateway.isReady, 5_000);
  }

  async stop(): Promise<void> {
    await this.channel.stop();
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }
}

/** `discord` stands in for Discord, for a whole file; each test has a `bot` of its own, and `people` who do things. */
export const discordTest = test
  .extend('standIn', { scope: 'file' }, () => new DiscordStandIn())
  .extend('discord', { scope: 'file' }, async ({ standIn }, { onCleanup }) => {
    const discord = await standIn.start();
    onCleanup(() => discord.stop());
    return discord;
  })
  .extend('bot', async ({ discord }, { onCleanup }) => {
    const bot = new DiscordBot(discord);
    await bot.start();
    onCleanup(async () => {
      await bot.stop();
      discord.gateway.forget();
      discord.reset();
    });
    return bot;
  })
  .extend('people', ({ discord }) => new DiscordEvents(discord));
