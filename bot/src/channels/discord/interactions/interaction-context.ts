import {
  type APIInteractionResponse,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
} from 'discord.js';
import type { Sender } from '../../../channel.ts';
import type { ChannelHost } from '../../../channel-kit/channel-host.ts';
import { SeenEvents } from '../../../channel-kit/seen-events.ts';
import type { Target } from '../address.ts';
import type { ChannelMemory } from '../channel-memory.ts';
import type { DiscordChannel } from '../discord.channel.ts';
import type {
  AutocompleteInteraction,
  ClickInteraction,
  ModalInteraction,
  WorkInteraction,
} from '../inbound/discord.schema.ts';
import { type GuildChannels, isThreadType } from '../inbound/guild-channels.ts';
import { senderOf } from '../inbound/people.ts';
import type { InteractionAnswer } from '../outbound/interaction-answer.ts';
import type { Place } from '../outbound/poster.ts';
import { sentAt } from '../sent-at.ts';
import type { GuildNames } from './guild-names.ts';

/** Gives Discord the first answer to an interaction; it waits three seconds for it. */
export type Respond = (response: APIInteractionResponse) => Promise<void>;

export interface InteractionOptions {
  channel: DiscordChannel;
  host: ChannelHost;
  memory: ChannelMemory;
  channels: GuildChannels;
  guilds: GuildNames;
}

/** Said of a button whose meaning is gone, or which never was one of ours. */
export const GONE = 'That button is not of use any more. Please ask again.';

/** What commands and presses share: who, where, once, and how Discord is told to wait. */
export class InteractionContext {
  readonly #options: InteractionOptions;
  readonly #seen: SeenEvents;

  constructor(options: InteractionOptions) {
    this.#options = options;
    this.#seen = new SeenEvents(options.host.seen);
  }

  /** "thinking…", for the person alone where others read along, unless it goes on with what all see. */
  async defer(interaction: WorkInteraction, respond: Respond): Promise<InteractionAnswer> {
    const message = interaction.type === 5 ? interaction.message : undefined;
    const isPrivate = interaction.guild_id !== undefined && (!message || isEphemeral(message));
    await respond({
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      data: isPrivate ? { flags: MessageFlags.Ephemeral } : {},
    });
    return answerBy(interaction, { isDeferred: true, isPrivate });
  }

  once({ id }: WorkInteraction, work: () => Promise<void>): Promise<void> {
    return this.#seen.once([`interaction:${id}`], work);
  }

  async senderOf(interaction: WorkInteraction | AutocompleteInteraction): Promise<Sender> {
    const { guild_id: guildId = '', member, user = member?.user } = interaction;
    return senderOf(this.#options.host, guildId, user ?? { id: '0', username: '' }, member);
  }

  async targetOf(interaction: WorkInteraction): Promise<Target> {
    const { guild_id: guildId, channel_id: channelId, channel, member, user = member?.user } = interaction;
    if (!guildId) return { guildId: '', channelId, kind: 'direct' };
    const alone: Target = { guildId, channelId, kind: 'private', ...(user && { userId: user.id }) };
    const message = interaction.type === 2 ? undefined : interaction.message;
    if (!message || isEphemeral(message)) return alone;
    const isThread = channel ? isThreadType(channel.type) : await this.#options.channels.isThread(channelId);
    if (isThread) return { guildId, channelId, kind: 'thread' };
    const root = message.message_reference?.message_id;
    return root ? { guildId, channelId, kind: 'channel', replyTo: root } : alone;
  }
}

export const externalIdOf = ({ id }: WorkInteraction) => `interaction:${id}`;
const isEphemeral = ({ flags = 0 }: { flags?: number | undefined }) => (flags & MessageFlags.Ephemeral) !== 0;

export function answerBy(
  { id, token }: WorkInteraction,
  how: Pick<InteractionAnswer, 'isDeferred' | 'isPrivate'>,
): InteractionAnswer {
  return { token, at: sentAt(id), ...how };
}

/** Where the card stands that was clicked on. */
export function placeOfClick(
  interaction: ClickInteraction | (ModalInteraction & Pick<ClickInteraction, 'message'>),
): Place {
  const { message, channel_id: channelId } = interaction;
  return isEphemeral(message)
    ? { answer: answerBy(interaction, { isDeferred: false, isPrivate: true }), messageId: message.id }
    : { channelId, messageId: message.id };
}

export const modal = (data: APIModalInteractionResponseCallbackData): APIInteractionResponse => ({
  type: InteractionResponseType.Modal,
  data,
});
