import type { KeyObject } from 'node:crypto';
import { logger } from '@clianta/crm-core/logger';
import { GatewayDispatchEvents, Routes } from 'discord.js';
import type { ForeignChannel } from '../../channel-definition.ts';
import type { ChannelHost } from '../../channel-kit/channel-host.ts';
import { Journal } from '../../channel-kit/journal.ts';
import { ChannelMemory } from './channel-memory.ts';
import { DiscordChannel } from './discord.channel.ts';
import { guildGoneSchema, interactionSchema } from './inbound/discord.schema.ts';
import { DiscordGateway } from './inbound/gateway.ts';
import { GuildChannels } from './inbound/guild-channels.ts';
import { arrivedSchema, DiscordInbox } from './inbound/inbox.ts';
import { MissedMessages } from './inbound/missed-messages.ts';
import { GuildNames } from './interactions/guild-names.ts';
import { InteractionGuard } from './interactions/interaction-guard.ts';
import { DiscordInteractions } from './interactions/interactions.ts';
import { interactionsRouter } from './interactions/interactions-router.ts';
import { discordRest } from './outbound/discord-rest.ts';
import { DiscordPoster } from './outbound/poster.ts';

export interface DiscordOptions {
  botToken: string;
  applicationId: string;
  /** Of interactions over HTTP; without it they come over the gateway. */
  publicKey?: KeyObject | undefined;
  /** Another address of Discord's API, for tests: `http://127.0.0.1:1234/api`. */
  apiUrl?: string | undefined;
  host: ChannelHost;
  /** What was kept and is so old, another process has left; for tests. Milliseconds. */
  leftMs?: number | undefined;
}

/** Discord: messages over its gateway, interactions over the gateway or HTTP. */
export function createDiscordChannel({ host, leftMs, ...options }: DiscordOptions): ForeignChannel {
  // not the gateway's own, which is without a token while that is closed
  const rest = discordRest(options.botToken, options.apiUrl);
  const gateway: DiscordGateway = new DiscordGateway({
    ...options,
    apiUrl: options.apiUrl,
    listeners: {
      [GatewayDispatchEvents.Ready]: async () => memory.behind(),
      [GatewayDispatchEvents.MessageCreate]: (data) => inbox.said(data),
      [GatewayDispatchEvents.MessageUpdate]: (data) => inbox.edited(data),
      [GatewayDispatchEvents.MessageDelete]: (data) => inbox.deleted(data),
      [GatewayDispatchEvents.MessageDeleteBulk]: (data) => inbox.deleted(data),
      [GatewayDispatchEvents.InteractionCreate]: interacted,
      [GatewayDispatchEvents.GuildDelete]: async (data) => {
        const guild = guildGoneSchema.safeParse(data).data;
        if (guild && !guild.unavailable) await host.uninstall(guild.id);
      },
    },
    onBegun: () => missed.ask(),
  });
  const memory = new ChannelMemory(host.store);
  const channel = new DiscordChannel(new DiscordPoster(rest, options.applicationId), memory);
  const channels = new GuildChannels(rest);
  const journal: Journal = new Journal({
    store: host.store,
    work: (kept) => {
      const said = arrivedSchema.safeParse(kept).data;
      return said ? inbox.handOn(said) : interactions.handOn(kept);
    },
    ...(leftMs !== undefined && { leftMs }),
  });
  const { apiUrl } = options;
  const oursIn = (guildId: string) => gateway.oursIn(guildId);
  const inbox = new DiscordInbox({ channel, host, memory, channels, apiUrl, oursIn }, journal);
  const missed = new MissedMessages({
    rest,
    memory,
    activeSince: (messageId) => gateway.activeSince(messageId),
    take: (message) => inbox.said(message),
    isStopping: () => channel.isStopping,
  });
  channel.connection = {
    open() {
      journal.start();
      gateway.open();
    },
    isOpen: () => gateway.isOpen(),
    close() {
      journal.stop();
      return gateway.close();
    },
  };
  const interactions = new DiscordInteractions(
    {
      channel,
      host,
      memory,
      channels,
      guilds: new GuildNames(rest),
    },
    journal,
  );

  async function interacted(data: unknown): Promise<void> {
    const parsed = interactionSchema.safeParse(data);
    if (!parsed.success) return logger.warn({ err: parsed.error }, 'discord interaction is not understood');
    const interaction = parsed.data;
    if (interaction.type === 1 || channel.isStopping) return;
    await interactions.take(interaction, async (body) => {
      await rest
        .post(Routes.interactionCallback(interaction.id, interaction.token), { auth: false, body })
        // too late for Discord; the answer comes as an ordinary message
        .catch((err: unknown) => logger.warn({ err }, 'discord interaction could not be acknowledged'));
    });
  }

  const router = interactionsRouter({
    guard: options.publicKey && new InteractionGuard(options.publicKey),
    isStopping: () => channel.isStopping,
    take: (interaction, respond) => interactions.take(interaction, respond),
  });
  return { channel, router };
}
