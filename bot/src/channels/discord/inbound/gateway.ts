import { logger } from '@clianta/crm-core/logger';
import {
  Client,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  type GatewayDispatchEvents,
  GatewayIntentBits,
  Options,
  Status,
} from 'discord.js';
import { z } from 'zod';
import type { DiscordConnection } from '../discord.channel.ts';

const LEAST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

/** Direct messages, messages of guilds, and what they say. */
const INTENTS = [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.DirectMessages];

/** Nothing is read from discord.js's caches but the servers with their roles. */
const NO_CACHES = Options.cacheWithLimits({
  ...Options.DefaultMakeCacheSettings,
  MessageManager: 0,
  GuildMemberManager: { maxSize: 1, keepOverLimit: (member) => member.id === member.client.user.id },
  UserManager: { maxSize: 1, keepOverLimit: (user) => user.id === user.client.user.id },
  PresenceManager: 0,
  ReactionManager: 0,
  GuildEmojiManager: 0,
  GuildStickerManager: 0,
  ThreadMemberManager: 0,
  VoiceStateManager: 0,
  StageInstanceManager: 0,
  GuildInviteManager: 0,
  GuildBanManager: 0,
  GuildScheduledEventManager: 0,
  AutoModerationRuleManager: 0,
});

/** Without what people write in threads, mentions and direct messages still come with their words. */
const refusedIntents = z.object({ code: z.literal(GatewayCloseCodes.DisallowedIntents) });

export interface GatewayOptions {
  botToken: string;
  applicationId: string;
  apiUrl: string | undefined;
  /** What comes in, by the name of its event. */
  listeners: Readonly<Partial<Record<GatewayDispatchEvents, (data: unknown) => Promise<void>>>>;
  /** A session began anew: what came before it was not heard. */
  onBegun(): Promise<void>;
}

interface GuildPlace {
  channelId: string;
  guildId: string;
}

/** discord.js's client: the gateway with its heartbeats, resumption and reconnection. */
export class DiscordGateway implements DiscordConnection {
  readonly #options: GatewayOptions;
  #client: Client;
  #isClosed = false;
  #waitMs = LEAST_WAIT_MS;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#client = this.#made(true);
  }

  /** Ids that stand for us in a guild: the app's user, and its role. */
  oursIn(guildId: string): string[] {
    const { user, guilds } = this.#client;
    const role = user && guildId ? guilds.cache.get(guildId)?.roles.botRoleFor(user) : undefined;
    return [user?.id ?? this.#options.applicationId, ...(role ? [role.id] : [])];
  }

  /** Channels and threads of servers that we see, and in which something was said after a message; the newest first. */
  activeSince(messageId: bigint): GuildPlace[] {
    return [...this.#client.channels.cache.values()]
      .flatMap((channel) => {
        if (channel.isDMBased() || !channel.isTextBased() || !channel.viewable) return [];
        const last = BigInt(channel.lastMessageId ?? 0);
        return last > messageId ? [{ last, channelId: channel.id, guildId: channel.guildId }] : [];
      })
      .sort((a, b) => (a.last < b.last ? 1 : -1))
      .map(({ channelId, guildId }) => ({ channelId, guildId }));
  }

  /** Connects in the background: a platform that is out of reach keeps nothing else from starting. */
  open(): void {
    void this.#login();
  }

  isOpen(): boolean {
    return !this.#isClosed && this.#client.ws.shards.some((shard) => shard.status === Status.Ready);
  }

  async #login(): Promise<void> {
    try {
      await this.#client.login(this.#options.botToken);
      this.#waitMs = LEAST_WAIT_MS;
    } catch (err) {
      if (this.#isClosed) return;
      if (isInvalidToken(err)) {
        logger.error(
          { channel: 'discord' },
          'discord refuses DISCORD_BOT_TOKEN: copy it anew from the Bot page',
        );
        return;
      }
      logger.warn(
        { err, channel: 'discord', waitMs: this.#waitMs },
        'discord is not connected; trying again',
      );
      this.#timer = setTimeout(() => this.open(), this.#waitMs);
      this.#waitMs = Math.min(this.#waitMs * 2, LONGEST_WAIT_MS);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#client.destroy();
  }

  #made(canReadAll: boolean): Client {
    const { apiUrl, listeners, onBegun } = this.#options;
    const client = new Client({
      intents: canReadAll ? [...INTENTS, GatewayIntentBits.MessageContent] : INTENTS,
      makeCache: NO_CACHES,
      allowedMentions: { parse: [] },
      ...(apiUrl && { rest: { api: apiUrl } }),
    });
    for (const [event, listen] of Object.entries(listeners))
      client.ws.on(event as GatewayDispatchEvents, (data: unknown) => {
        void listen(data).catch((err: unknown) => logger.error({ err, event }, 'discord event failed'));
      });
    client.on(Events.ShardReady, () => {
      void onBegun().catch((err: unknown) =>
        logger.warn({ err }, 'discord was not asked for what was missed'),
      );
    });
    client.on(Events.Error, (err) => logger.warn({ err, channel: 'discord' }, 'discord client'));
    client.on(Events.ShardError, (err) => logger.warn({ err, channel: 'discord' }, 'discord connection'));
    client.on(Events.ShardDisconnect, (event) => void this.#disconnected(event, canReadAll));
    return client;
  }

  /** Closed for good. Where the app may not read all messages, it goes on with those that are meant for it. */
  async #disconnected(event: unknown, canReadAll: boolean): Promise<void> {
    if (this.#isClosed) return;
    if (!refusedIntents.safeParse(event).success || !canReadAll) {
      logger.error({ event, channel: 'discord' }, 'discord has closed the connection for good');
      return;
    }
    logger.warn(
      { channel: 'discord' },
      'discord: switch on the Message Content Intent on the Bot page; until then every message in a thread needs a mention',
    );
    await this.#client.destroy();
    this.#client = this.#made(false);
    this.open();
  }
}

const isInvalidToken = (err: unknown): boolean =>
  err instanceof Error && 'code' in err && err.code === DiscordjsErrorCodes.TokenInvalid;
