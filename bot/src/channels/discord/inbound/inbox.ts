import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import { logger } from '@clianta/crm-core/logger';
import type { Sender } from '../../../channel.ts';
import { isForOthers } from '../../../channel-kit/addressee.ts';
import type { ChannelHost } from '../../../channel-kit/channel-host.ts';
import { InOrder } from '../../../channel-kit/in-order.ts';
import { SeenEvents } from '../../../channel-kit/seen-events.ts';
import { addressOf, type Target } from '../address.ts';
import type { ChannelMemory } from '../channel-memory.ts';
import type { DiscordChannel } from '../discord.channel.ts';
import { RecentMap } from '../recent-map.ts';
import { type DiscordSaid, deletedSchema, messageSchema } from './discord.schema.ts';
import type { GuildChannels } from './guild-channels.ts';
import { incomingFiles } from './incoming-files.ts';
import { senderOf } from './people.ts';
import { plainText } from './plain-text.ts';

/** What people write: a message, or a reply to one; joins, pins and the like have other types. */
const SPOKEN: ReadonlySet<number> = new Set([0, 19]);
/** A forward, as a kind of reference. */
const FORWARD = 1;
const MOST_AUTHORS = 5_000;
/** An older message that is changed is not taken for a new one. */
const NEW_MS = 60 * 60_000;
const DISCORD_EPOCH = 1_420_070_400_000n;

export interface InboxOptions {
  channel: DiscordChannel;
  host: ChannelHost;
  memory: ChannelMemory;
  channels: GuildChannels;
  apiUrl: string | undefined;
  /** Ids that stand for us in a guild: the app's user, and its role. */
  oursIn(guildId: string): string[];
}

/** Turns what Discord's gateway brings into messages: who, where, and what was said. None throws. */
export class DiscordInbox {
  readonly #options: InboxOptions;
  readonly #seen: SeenEvents;
  readonly #order = new InOrder();
  /** A deletion does not say whose message it was. */
  readonly #taken = new RecentMap<{ sender: Sender; thread: ThreadAddress }>(MOST_AUTHORS);

  constructor(options: InboxOptions) {
    this.#options = options;
    this.#seen = new SeenEvents(options.host.seen);
  }

  said(data: unknown): Promise<void> {
    return this.#inOrder(data, (message) => this.#take(message));
  }

  /** An edit; without a time it is Discord, which has added a preview. An edit may be what calls us. */
  edited(data: unknown): Promise<void> {
    return this.#inOrder(data, async (message) => {
      if (!message.edited_timestamp) return;
      if (!(await this.#options.host.seen.has(keyOf(message.id)))) {
        if (Date.now() - sentAt(message.id) < NEW_MS) await this.#take(message);
        return;
      }
      const target = await this.#targetOf(message, false);
      const sender = await this.#senderOf(message);
      await this.#options.channel.handlers.amended({
        channel: 'discord',
        externalId: externalIdOf(message),
        sender,
        thread: addressOf(target),
        text: this.#textOf(message),
      });
    });
  }

  async deleted(data: unknown): Promise<void> {
    const parsed = deletedSchema.safeParse(data);
    if (!parsed.success) return logger.warn({ err: parsed.error }, 'discord deletion is not understood');
    const { id, ids = [], channel_id: channelId } = parsed.data;
    await this.#order.run(channelId, async () => {
      for (const one of [...(id ? [id] : []), ...ids]) {
        const taken = this.#taken.get(one);
        if (!taken) continue;
        this.#taken.delete(one);
        const externalId = externalIdOf({ channel_id: channelId, id: one });
        await this.#options.channel.handlers.amended({ channel: 'discord', externalId, ...taken });
      }
    });
  }

  async #inOrder(data: unknown, work: (message: DiscordSaid) => Promise<void>): Promise<void> {
    const parsed = messageSchema.safeParse(data);
    if (!parsed.success) return logger.warn({ err: parsed.error }, 'discord message is not understood');
    const message = parsed.data;
    const isPerson = !message.author.bot && !message.webhook_id && SPOKEN.has(message.type);
    if (!isPerson || this.#options.channel.isStopping) return;
    try {
      await this.#order.run(message.channel_id, () => work(message));
    } catch (err) {
      logger.error({ err, channel: 'discord' }, 'discord message could not be taken');
    }
  }

  async #take(message: DiscordSaid): Promise<void> {
    if (!(await this.#isForUs(message))) return;
    const { channel, memory, apiUrl } = this.#options;
    const { id: messageId, channel_id: channelId, guild_id: guildId = '' } = message;
    await this.#seen.once([keyOf(messageId)], async () => {
      await memory.begin({ messageId, channelId, guildId });
      // who dies from here on leaves this message by itself, and what comes behind it by its place
      if (!guildId) await memory.heard({ channelId, messageId, guildId });
      const target = await this.#targetOf(message, true);
      void channel.typing(target.channelId);
      if (target.kind === 'thread') await memory.engage(target.channelId);
      const sender = await this.#senderOf(message);
      const thread = addressOf(target);
      const attached = [
        ...message.attachments,
        ...(message.message_snapshots ?? []).flatMap((forwarded) => forwarded.message.attachments),
      ];
      const files = incomingFiles(attached, apiUrl);
      this.#taken.set(message.id, { sender, thread });
      await channel.hand(thread, (on) =>
        on.message({
          channel: 'discord',
          externalId: externalIdOf(message),
          sender,
          thread,
          text: this.#textOf(message),
          ...(files.length > 0 && { files }),
        }),
      );
    });
    await memory.end(messageId);
    if (!guildId || (await memory.isEngaged(channelId)))
      await memory.heard({ channelId, messageId, guildId });
  }

  async #isForUs(message: DiscordSaid): Promise<boolean> {
    const { guild_id: guildId, channel_id: channelId } = message;
    if (!guildId || this.#namesUs(message)) return true;
    const { channels, memory } = this.#options;
    if (!(await channels.isThread(channelId)) || !(await memory.isEngaged(channelId))) return false;
    const text = this.#textOf(message);
    // what the app may not read arrives empty
    const isBlank = text === '' && message.attachments.length === 0;
    return !isBlank && !isForOthers(text, this.#namesOthers(message));
  }

  #namesUs({ guild_id: guildId = '', mentions, mention_roles: roles }: DiscordSaid): boolean {
    const ours = this.#options.oursIn(guildId);
    return mentions.some(({ id }) => ours.includes(id)) || roles.some((id) => ours.includes(id));
  }

  /** People or roles, or the writer of the message that this one replies to. */
  #namesOthers(message: DiscordSaid): boolean {
    const {
      mentions,
      mention_roles: roles,
      referenced_message: referenced,
      author,
      guild_id: guildId = '',
    } = message;
    const repliesTo = referenced?.author.id;
    const repliesToOther =
      repliesTo !== undefined &&
      repliesTo !== author.id &&
      !this.#options.oursIn(guildId).includes(repliesTo);
    return mentions.length > 0 || roles.length > 0 || repliesToOther;
  }

  #textOf(message: DiscordSaid): string {
    return plainText(message, this.#options.oursIn(message.guild_id ?? ''));
  }

  #senderOf({ guild_id: guildId = '', author, member }: DiscordSaid): Promise<Sender> {
    return senderOf(this.#options.host, guildId, author, member);
  }

  /** @param isNew - a mention in a channel begins a thread, where there are threads */
  async #targetOf(message: DiscordSaid, isNew: boolean): Promise<Target> {
    const { id, guild_id: guildId, channel_id: channelId } = message;
    if (!guildId) return { guildId: '', channelId, kind: 'direct' };
    const { channels, memory } = this.#options;
    if (await channels.isThread(channelId)) return { guildId, channelId, kind: 'thread' };
    const root = await this.#rootOf(message);
    if (root) return { guildId, channelId, kind: 'channel', replyTo: root };
    const isBegun = isNew
      ? await channels.beginThread(channelId, id, this.#textOf(message))
      : await memory.isEngaged(id);
    return isBegun
      ? { guildId, channelId: id, kind: 'thread' }
      : { guildId, channelId, kind: 'channel', replyTo: id };
  }

  /** A reply to one of our replies goes on with its conversation. */
  async #rootOf({ message_reference: reference }: DiscordSaid): Promise<string | undefined> {
    if (!reference?.message_id || reference.type === FORWARD) return undefined;
    const root = await this.#options.memory.rootOf(reference.message_id);
    return typeof root === 'string' ? root : undefined;
  }
}

const keyOf = (messageId: string) => `message:${messageId}`;
const externalIdOf = ({ channel_id, id }: { channel_id: string; id: string }) => `${channel_id}:${id}`;
/** When a message was sent, in milliseconds: its id says so. */
const sentAt = (id: string) => Number((BigInt(id) >> 22n) + DISCORD_EPOCH);
