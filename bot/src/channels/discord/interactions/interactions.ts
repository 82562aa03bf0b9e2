import { logger } from '@clianta/crm-core/logger';
import { InteractionResponseType } from 'discord.js';
import type { Journal } from '../../../channel-kit/journal.ts';
import { type DiscordInteraction, interactionSchema } from '../inbound/discord.schema.ts';
import { InteractionContext, type InteractionOptions, type Respond } from './interaction-context.ts';
import { Presses } from './presses.ts';
import { RecordPicker } from './record-picker.ts';
import { SlashCommands } from './slash-commands.ts';

/** Slash commands, buttons, selects and modals, over whichever way they came. Discord is answered before any other work. */
export class DiscordInteractions {
  readonly #records: RecordPicker;
  readonly #commands: SlashCommands;
  readonly #presses: Presses;
  readonly #journal: Pick<Journal, 'keep' | 'forget'>;

  /** @param journal - where what has to be done is kept until it is */
  constructor(options: InteractionOptions, journal: Pick<Journal, 'keep' | 'forget'>) {
    const context = new InteractionContext(options);
    this.#records = new RecordPicker(options.channel, context);
    this.#commands = new SlashCommands(options, context, this.#records);
    this.#presses = new Presses(options, context, this.#records);
    this.#journal = journal;
  }

  /** Does what was acknowledged and not done: Discord has had its answer. */
  handOn(kept: unknown): Promise<void> {
    return this.#do(interactionSchema.parse(kept), async () => {});
  }

  /** What is not a mere look is kept before Discord has its answer; what fails then is tried again. Never throws. */
  async take(interaction: DiscordInteraction, respond: Respond): Promise<void> {
    try {
      if (interaction.type === 1 || interaction.type === 4) return await this.#do(interaction, respond);
      const key = `interaction:${interaction.id}`;
      await this.#journal.keep(key, interaction);
      await this.#do(interaction, respond);
      await this.#journal.forget(key);
    } catch (err) {
      logger.error({ err, channel: 'discord' }, 'discord interaction failed');
    }
  }

  async #do(interaction: DiscordInteraction, respond: Respond): Promise<void> {
    switch (interaction.type) {
      case 1:
        return respond({ type: InteractionResponseType.Pong });
      case 2:
        return this.#commands.take(interaction, respond);
      case 3:
        return this.#presses.click(interaction, respond);
      case 4:
        return this.#records.suggest(interaction, respond);
      case 5:
        return this.#presses.submit(interaction, respond);
    }
  }
}
