import { PermissionFlagsBits } from 'discord.js';
import type { Sender } from '../../../channel.ts';
import { addressOf } from '../address.ts';
import type { CommandInteraction } from '../inbound/discord.schema.ts';
import type { InteractionAnswer } from '../outbound/interaction-answer.ts';
import { commandNamed, type SlashCommand } from './commands.ts';
import {
  externalIdOf,
  type InteractionContext,
  type InteractionOptions,
  modal,
  type Respond,
} from './interaction-context.ts';
import type { RecordPicker } from './record-picker.ts';

/** Does what people type after a slash. */
export class SlashCommands {
  readonly #options: InteractionOptions;
  readonly #context: InteractionContext;
  readonly #records: RecordPicker;

  constructor(options: InteractionOptions, context: InteractionContext, records: RecordPicker) {
    this.#options = options;
    this.#context = context;
    this.#records = records;
  }

  async take(interaction: CommandInteraction, respond: Respond): Promise<void> {
    const command = commandNamed(interaction.data.name);
    const typed = Object.fromEntries(
      interaction.data.options.map(({ name, value }) => [name, String(value ?? '')]),
    );
    if (command?.effect.kind === 'record' && (!typed.name || typed.new === 'true')) {
      const form = this.#records.newForm(command.effect.noun, typed.name);
      if (form) return respond(modal(form));
    }
    const answer = await this.#context.defer(interaction, respond);
    if (!command)
      return this.#options.channel.answer(answer, { text: 'I do not know that command.', cards: [] });
    await this.#context.once(interaction, () => this.#run(command, typed, interaction, answer));
  }

  async #run(
    { effect }: SlashCommand,
    typed: Readonly<Record<string, string>>,
    interaction: CommandInteraction,
    answer: InteractionAnswer,
  ): Promise<void> {
    const { channel } = this.#options;
    const sender = await this.#context.senderOf(interaction);
    if (effect.kind === 'record') return this.#records.open(sender, effect.noun, typed.name ?? '', answer);
    if (effect.kind === 'connect') return this.#connect(sender, typed, interaction, answer);
    const text = effect.kind === 'say' ? effect.words(typed) : `link ${typed.code}`;
    const thread = addressOf(await this.#context.targetOf(interaction));
    const externalId = externalIdOf(interaction);
    await channel.hand(
      thread,
      (on) => on.message({ channel: 'discord', externalId, sender, thread, text }),
      answer,
    );
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
}
