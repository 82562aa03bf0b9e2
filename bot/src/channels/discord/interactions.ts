import { logger } from '@clianta/crm-core/logger';
import {
  type APIInteractionResponse,
  type APIModalInteractionResponseCallbackData,
  InteractionResponseType,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js';
import { errorBody } from '../../api/http-error.ts';
import type { Sender } from '../../channel.ts';
import type { ChannelHost } from '../../channel-kit/channel-host.ts';
import { clip } from '../../channel-kit/clip.ts';
import { SeenEvents } from '../../channel-kit/seen-events.ts';
import { addressOf, type Target } from './address.ts';
import type { ChannelMemory } from './channel-memory.ts';
import { commandNamed, type SlashCommand } from './commands.ts';
import { custom, readCustomId } from './custom-id.ts';
import type { DiscordChannel } from './discord.channel.ts';
import type {
  AutocompleteInteraction,
  ClickInteraction,
  CommandInteraction,
  DiscordInteraction,
  ModalInteraction,
  WorkInteraction,
} from './discord.schema.ts';
import { type GuildChannels, isThreadType } from './guild-channels.ts';
import type { GuildNames } from './guild-names.ts';
import type { InteractionAnswer } from './interaction-answer.ts';
import { LIMITS } from './limits.ts';
import { countModal, filledIn, formModal, readCount, valuesOf } from './modals.ts';
import { senderOf } from './people.ts';
import type { Place } from './poster.ts';
import { choiceIn } from './render-choice.ts';

/** Gives Discord the first answer to an interaction; it waits three seconds for it. */
export type Respond = (response: APIInteractionResponse) => Promise<void>;

export interface InteractionsOptions {
  channel: DiscordChannel;
  host: ChannelHost;
  memory: ChannelMemory;
  channels: GuildChannels;
  guilds: GuildNames;
}

/** Suggestions that are not found by then are none. */
const SUGGEST_MS = 2_000;
/** What is picked from suggestions: a kind of record and an id. */
const PICKED = /^(\w{1,60}):([\w-]{1,36})$/;
const GONE = 'That button is not of use any more. Please ask again.';
const NOT_FOUND = 'I find no such record, or none that you may see.';

/** Slash commands, buttons, selects and modals, over whichever way they came. Discord is answered before any work. */
export class DiscordInteractions {
  readonly #options: InteractionsOptions;
  readonly #seen: SeenEvents;

  constructor(options: InteractionsOptions) {
    this.#options = options;
    this.#seen = new SeenEvents(options.host.seen);
  }

  /** Never throws. */
  async take(interaction: DiscordInteraction, respond: Respond): Promise<void> {
    try {
      switch (interaction.type) {
        case 1:
          return await respond({ type: InteractionResponseType.Pong });
        case 4:
          return await this.#suggest(interaction, respond);
        case 2:
          return await this.#command(interaction, respond);
        case 3:
          return await this.#click(interaction, respond);
        case 5:
          return await this.#submit(interaction, respond);
      }
    } catch (err) {
      logger.error({ err, channel: 'discord' }, 'discord interaction failed');
    }
  }

  async #suggest(interaction: AutocompleteInteraction, respond: Respond): Promise<void> {
    const focused = interaction.data.options.find((option) => option.focused);
    const command = commandNamed(interaction.data.name);
    const suggests = command?.options.find(({ name }) => name === focused?.name)?.suggests;
    const late = new Promise<[]>((resolve) => setTimeout(() => resolve([]), SUGGEST_MS).unref());
    const finding = suggests ? this.#choices(interaction, suggests, String(focused?.value ?? '')) : late;
    // a stranger has no records to choose from
    const choices = suggests ? await Promise.race([finding.catch(() => []), late]) : [];
    await respond({ type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } });
  }

  async #choices(interaction: AutocompleteInteraction, suggests: string, text: string) {
    const isAny = suggests === 'any';
    const found = await this.#options.channel.handlers.lookup.search(await this.#senderOf(interaction), {
      text,
      ...(!isAny && { entity: suggests }),
      limit: LIMITS.commandChoices,
    });
    return found
      .map(({ entity, id, title, subtitle }) => ({
        name: clip([title, subtitle].filter(Boolean).join(' – '), LIMITS.choiceText),
        // what is said about a record is said by its name
        value: isAny ? clip(title, LIMITS.choiceText) : `${entity}:${id}`,
      }))
      .filter(({ name }) => name.trim() !== '');
  }

  async #command(interaction: CommandInteraction, respond: Respond): Promise<void> {
    const command = commandNamed(interaction.data.name);
    const typed = Object.fromEntries(
      interaction.data.options.map(({ name, value }) => [name, String(value ?? '')]),
    );
    if (command?.effect.kind === 'record' && (!typed.name || typed.new === 'true')) {
      const form = this.#newForm(command.effect.noun, typed.name);
      if (form) return respond(modal(form));
    }
    const answer = await this.#defer(interaction, respond);
    if (!command)
      return this.#options.channel.answer(answer, { text: 'I do not know that command.', cards: [] });
    await this.#once(interaction, () => this.#run(command, typed, interaction, answer));
  }

  #newForm(noun: string, named = ''): APIModalInteractionResponseCallbackData | undefined {
    const form = this.#options.channel.handlers.lookup.form(noun);
    const [first, ...fields] = form?.fields ?? [];
    if (!form || !first) return undefined;
    const value = PICKED.test(named) ? '' : named;
    return formModal(
      { ...form, fields: [{ ...first, ...(value && { value }) }, ...fields] },
      custom.add(noun),
    );
  }

  async #run(
    { effect }: SlashCommand,
    typed: Readonly<Record<string, string>>,
    interaction: CommandInteraction,
    answer: InteractionAnswer,
  ): Promise<void> {
    const { channel } = this.#options;
    const sender = await this.#senderOf(interaction);
    if (effect.kind === 'record') return this.#open(sender, effect.noun, typed.name ?? '', answer);
    if (effect.kind === 'connect') return this.#connect(sender, typed, interaction, answer);
    const text = effect.kind === 'say' ? effect.words(typed) : `link ${typed.code}`;
    const thread = addressOf(await this.#targetOf(interaction));
    const externalId = externalIdOf(interaction);
    await channel.hand(
      thread,
      (on) => on.message({ channel: 'discord', externalId, sender, thread, text }),
      answer,
    );
  }

  /** A record that was picked, or what is found by what was typed. */
  async #open(sender: Sender, kind: string, named: string, answer: InteractionAnswer): Promise<void> {
    const { channel } = this.#options;
    const { lookup } = channel.handlers;
    const told = async () => {
      const [, entity, id] = PICKED.exec(named) ?? [];
      if (entity && id) return lookup.record(sender, { entity, id });
      const found = await lookup.search(sender, { text: named, entity: kind, limit: LIMITS.selectOptions });
      const [only, ...others] = found;
      if (only && others.length === 0) return lookup.record(sender, only);
      if (!only) return undefined;
      const items = found.map(({ subtitle, ...one }) => ({ ...one, ...(subtitle && { detail: subtitle }) }));
      return { type: 'list' as const, title: `Which one is “${named}”?`, items, count: items.length };
    };
    try {
      const card = await told();
      await channel.answer(answer, card ? { text: '', cards: [card] } : { text: NOT_FOUND, cards: [] });
    } catch (error) {
      await channel.answer(answer, { text: errorBody(error).body.error.message, cards: [] });
    }
  }

  async #connect(
    sender: Sender,
    { code = '', viewer, member, admin }: Readonly<Record<string, string>>,
    { guild_id: guildId, member: asking }: CommandInteraction,
    answer: InteractionAnswer,
  ): Promise<void> {
    const { channel, guilds } = this.#options;
    const say = (text: string) => channel.answer(answer, { text, cards: [] });
    if (!guildId) return say('Say this in the server that is to be connected.');
    const may = BigInt(asking?.permissions ?? '0');
    if ((may & (PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator)) === 0n)
      return say('Only somebody who may manage this server can connect it.');
    const roles = Object.fromEntries(
      Object.entries({ viewer, member, admin }).flatMap(([role, id]) => (id ? [[id, role]] : [])),
    );
    await say(
      await channel.handlers.connect({
        channel: 'discord',
        sender,
        teamName: await guilds.nameOf(guildId),
        code,
        ...(Object.keys(roles).length > 0 && { details: { roles } }),
      }),
    );
  }

  async #click(interaction: ClickInteraction, respond: Respond): Promise<void> {
    const { channel, memory } = this.#options;
    const { kind, value } = readCustomId(interaction.data.custom_id) ?? { kind: 'none' as const, value: '' };
    if (kind === 'typed') return respond(modal(countModal(value)));
    if (kind === 'form') {
      const kept = await memory.keptOf(value);
      if (kept && 'form' in kept) return respond(modal(formModal(kept.form, custom.fill(value))));
    }
    if (kind === 'open') {
      const answer = await this.#defer(interaction, respond);
      const sender = await this.#senderOf(interaction);
      const [picked = ''] = interaction.data.values;
      return this.#open(sender, '', PICKED.test(picked) ? picked : '-', answer);
    }
    await respond({ type: InteractionResponseType.DeferredMessageUpdate });
    await this.#once(interaction, async () => {
      const target = await this.#targetOf(interaction);
      const answer =
        target.kind === 'private' ? answerBy(interaction, { isDeferred: false, isPrivate: true }) : undefined;
      const sender = await this.#senderOf(interaction);
      const thread = addressOf(target);
      const from = { channel: 'discord' as const, externalId: externalIdOf(interaction), sender, thread };
      const place = placeOfClick(interaction);
      if (kind === 'approve' || kind === 'reject') {
        await channel.remember(value, place);
        await channel.hand(
          thread,
          (on) => on.decision({ ...from, decision: { approvalId: value, decision: kind } }),
          answer,
        );
        return;
      }
      const choice = kind === 'choose' ? choiceIn(value) : undefined;
      if (choice) {
        await channel.remember(choice.choiceId, place);
        return channel.hand(thread, (on) => on.choice({ ...from, choice }), answer);
      }
      if (kind === 'undo') return channel.hand(thread, (on) => on.undo({ ...from, groupId: value }), answer);
      const kept = kind === 'say' ? await memory.keptOf(value) : undefined;
      if (kept && 'say' in kept)
        return channel.hand(thread, (on) => on.message({ ...from, text: kept.say }), answer);
      const said = answerBy(interaction, {
        isDeferred: false,
        isPrivate: interaction.guild_id !== undefined,
      });
      await channel.answer(said, { text: GONE, cards: [] });
    });
  }

  async #submit(interaction: ModalInteraction, respond: Respond): Promise<void> {
    const { channel, memory } = this.#options;
    const { kind, value } = readCustomId(interaction.data.custom_id) ?? { kind: 'none' as const, value: '' };
    const filled = filledIn(interaction);
    const answer = await this.#defer(interaction, respond);
    await this.#once(interaction, async () => {
      const sender = await this.#senderOf(interaction);
      const thread = addressOf(await this.#targetOf(interaction));
      const from = { channel: 'discord' as const, externalId: externalIdOf(interaction), sender, thread };
      if (kind === 'count') {
        const typedCount = readCount(filled.get('0'));
        if (typedCount === undefined)
          return channel.answer(answer, { text: 'Please type a number, for example 120.', cards: [] });
        if (interaction.message)
          await channel.remember(value, placeOfClick({ ...interaction, message: interaction.message }));
        const decision = { approvalId: value, decision: 'approve' as const, typedCount };
        return channel.hand(thread, (on) => on.decision({ ...from, decision }), answer);
      }
      const kept = kind === 'fill' ? await memory.keptOf(value) : undefined;
      const form =
        kind === 'add' ? channel.handlers.lookup.form(value) : kept && 'form' in kept ? kept.form : undefined;
      if (!form) return channel.answer(answer, { text: GONE, cards: [] });
      const call = { tool: form.tool, values: valuesOf(form, filled) };
      await channel.hand(thread, (on) => on.call({ ...from, call }), answer);
    });
  }

  /** "thinking…", for the person alone where others read along, unless it goes on with what all see. */
  async #defer(interaction: WorkInteraction, respond: Respond): Promise<InteractionAnswer> {
    const message = interaction.type === 5 ? interaction.message : undefined;
    const isPrivate = interaction.guild_id !== undefined && (!message || isEphemeral(message));
    await respond({
      type: InteractionResponseType.DeferredChannelMessageWithSource,
      data: isPrivate ? { flags: MessageFlags.Ephemeral } : {},
    });
    return answerBy(interaction, { isDeferred: true, isPrivate });
  }

  #once({ id }: WorkInteraction, work: () => Promise<void>): Promise<void> {
    return this.#seen.once([`interaction:${id}`], work);
  }

  async #senderOf(interaction: WorkInteraction | AutocompleteInteraction): Promise<Sender> {
    const { guild_id: guildId = '', member, user = member?.user } = interaction;
    return senderOf(this.#options.host, guildId, user ?? { id: '0', username: '' }, member);
  }

  async #targetOf(interaction: WorkInteraction): Promise<Target> {
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

const externalIdOf = ({ id }: WorkInteraction) => `interaction:${id}`;
const isEphemeral = ({ flags = 0 }: { flags?: number | undefined }) => (flags & MessageFlags.Ephemeral) !== 0;

function answerBy(
  { token }: WorkInteraction,
  how: Pick<InteractionAnswer, 'isDeferred' | 'isPrivate'>,
): InteractionAnswer {
  return { token, at: Date.now(), ...how };
}

/** Where the card stands that was clicked on. */
function placeOfClick(
  interaction: ClickInteraction | (ModalInteraction & Pick<ClickInteraction, 'message'>),
): Place {
  const { message, channel_id: channelId } = interaction;
  return isEphemeral(message)
    ? { answer: answerBy(interaction, { isDeferred: false, isPrivate: true }), messageId: message.id }
    : { channelId, messageId: message.id };
}

const modal = (data: APIModalInteractionResponseCallbackData): APIInteractionResponse => ({
  type: InteractionResponseType.Modal,
  data,
});
