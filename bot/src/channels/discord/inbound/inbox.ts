import type { ThreadAddress } from '@clianta/agents/conversation/thread-address';
import { logger } from '@clianta/crm-core/logger';
import { z } from 'zod';
import type { Sender } from '../../../channel.ts';
import type { ChannelHost } from '../../../channel-kit/channel-host.ts';
import { InOrder } from '../../../channel-kit/in-order.ts';
import type { Journal } from '../../../channel-kit/journal.ts';
import { SeenEvents } from '../../../channel-kit/seen-events.ts';
import { untilItWorks } from '../../../channel-kit/until-it-works.ts';
import { addressOf, type Target } from '../address.ts';
import type { ChannelMemory } from '../channel-memory.ts';
import type { DiscordChannel } from '../discord.channel.ts';
import { RecentMap } from '../recent-map.ts';
import { sentAt } from '../sent-at.ts';
import { type DiscordSaid, deletedSchema, messageSchema } from './discord.schema.ts';
import { isForUs } from './for-us.ts';
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

export interface InboxOptions {
  channel: DiscordChannel;
  host: ChannelHost;
  memory: ChannelMemory;
  channels: GuildChannels;
  apiUrl: string | undefined;
  /** Ids that stand for us in a guild: the app's user, and its role. */
  oursIn(guildId: string): string[];
}

/** What the gateway brought, as it is kept until it is handed over. */
export const arrivedSchema = z.object({ isEdit: z.boolean(), message: messageSchema });
type Arrived = z.output<typeof arrivedSchema>;

/**
 * Turns what Discord's gateway brings into messages: who, where, and what was said. The gateway brings nothing a second
 * time, so what is for us is kept before anything else, and handed over until that succeeds.
 */
export class DiscordInbox {
  readonly #options: InboxOptions;
  readonly #seen: SeenEvents;
  readonly #arriving = new InOrder();
  readonly #order = new InOrder();
  readonly #journal: Journal;
  /** A deletion does not say whose message it was. */
  readonly #taken = new RecentMap<{ sender: Sender; thread: ThreadAddress }>(MOST_AUTHORS);

  /** @param journal - where what came is kept until it is handed over */
  constructor(options: InboxOptions, journal: Journal) {
    this.#options = options;
    this.#seen = new SeenEvents(options.host.seen);
    this.#journal = journal;
  }

  /** Hands over what was kept. */
  async handOn({ isEdit, message }: Arrived): Promise<void> {
    await this.#order.run(message.channel_id, () => (isEdit ? this.#takeEdit(message) : this.#take(message)));
  }

  said(data: unknown): Promise<void> {
    return this.#arrived(data, false);
  }

  /** An edit; without a time it is Discord, which has added a preview. An edit may be what calls us. */
  edited(data: unknown): Promise<void> {
    return this.#arrived(data, true);
  }

  async deleted(data: unknown): Promise<void> {
    const parsed = deletedSchema.safeParse(data);
    if (!parsed.success) return logger.warn({ err: parsed.error }, 'discord deletion is not understood');
    const { id, ids = [], channel_id: channelId } = parsed.data;
    await this.#order.run(channelId, async () => {
      for (const one of [...(id ? [id] : []), ...ids]) {
        await this.#journal.forget(keyOf(one));
        const taken = this.#taken.get(one);
        if (!taken) continue;
        this.#taken.delete(one);
        const externalId = externalIdOf({ channel_id: channelId, id: one });
        await this.#options.channel.handlers.amended({ channel: 'discord', externalId, ...taken });
      }
    });
  }

  async #arrived(data: unknown, isEdit: boolean): Promise<void> {
    const { channel } = this.#options;
    const parsed = messageSchema.safeParse(data);
    if (!parsed.success) return logger.warn({ err: parsed.error }, 'discord message is not understood');
    const message = parsed.data;
    const isPerson = !message.author.bot && !message.webhook_id && SPOKEN.has(message.type);
    if (!isPerson || (isEdit && !message.edited_timestamp)) return;
    const key = isEdit ? `${keyOf(message.id)}:${message.edited_timestamp}` : keyOf(message.id);
    const arrived: Arrived = { isEdit, message };
    const isKept = await this.#arriving.run(message.channel_id, () =>
      untilItWorks(
        () => this.#keep(key, arrived),
        () => channel.isStopping,
      ),
    );
    if (isKept) await this.#journal.run(key, arrived);
  }

  /** @returns whether there is something to do */
  async #keep(key: string, { isEdit, message }: Arrived): Promise<boolean> {
    const { host, memory, channels, oursIn } = this.#options;
    const { id: messageId, channel_id: channelId, guild_id: guildId = '' } = message;
    const ours = oursIn(guildId);
    const isOfKnown = isEdit && (await host.seen.has(keyOf(messageId)));
    const isTooOld = isEdit && Date.now() - sentAt(messageId) >= NEW_MS;
    if (!isOfKnown && (isTooOld || !(await isForUs(message, { channels, memory, ours })))) return false;
    await this.#journal.keep(key, { isEdit, message });
    // from here on it is known, and what comes behind it is found by its place
    if (!isEdit) await memory.heard({ channelId, messageId, guildId });
    return true;
  }

  async #takeEdit(message: DiscordSaid): Promise<void> {
    if (!(await this.#options.host.seen.has(keyOf(message.id)))) return this.#take(message);
    const target = await this.#targetOf(message, false);
    const sender = await this.#senderOf(message);
    await this.#options.channel.handlers.amended({
      channel: 'discord',
      externalId: externalIdOf(message),
      sender,
      thread: addressOf(target),
      text: this.#textOf(message),
    });
  }

  async #take(message: DiscordSaid): Promise<void> {
    const { channel, memory, apiUrl } = this.#options;
    const { id: messageId, guild_id: guildId = '' } = message;
    await this.#seen.once([keyOf(messageId)], async () => {
      const target = await this.#targetOf(message, true);
      void channel.typing(target.channelId);
      if (target.kind === 'thread') {
        await memory.engage(target.channelId);
        // what is said in a thread that begins here comes behind this message
        if (target.channelId === messageId)
          await memory.heard({ channelId: target.channelId, messageId, guildId });
      }
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
  }

  #textOf(message: DiscordSaid): string {
    return plainText(message, this.#options.oursIn(message.guild_id ?? ''));
  }

  async #senderOf({ guild_id: guildId = '', author, member }: DiscordSaid): Promise<Sender> {
    const { host, channels } = this.#options;
    // what was missed comes without it
    const known = member ?? (guildId ? await channels.memberOf(guildId, author.id) : undefined);
    return senderOf(host, guildId, author, known);
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
