import { logger } from '@clianta/crm-core/logger';
import { InteractionResponseType } from 'discord.js';
import type { DiscordInteraction } from '../inbound/discord.schema.ts';
import { InteractionContext, type InteractionOptions, type Respond } from './interaction-context.ts';
import { Presses } from './presses.ts';
import { RecordPicker } from './record-picker.ts';
import { SlashCommands } from './slash-commands.ts';

/** Slash commands, buttons, selects and modals, over whichever way they came. Discord is answered before any work. */
export class DiscordInteractions {
  readonly #records: RecordPicker;
  readonly #commands: SlashCommands;
  readonly #presses: Presses;

  constructor(options: InteractionOptions) {
    const context = new InteractionContext(options);
    this.#records = new RecordPicker(options.channel, context);
    this.#commands = new SlashCommands(options, context, this.#records);
    this.#presses = new Presses(options, context, this.#records);
  }

  /** Never throws. */
  async take(interaction: DiscordInteraction, respond: Respond): Promise<void> {
    try {
      switch (interaction.type) {
        case 1:
          return await respond({ type: InteractionResponseType.Pong });
        case 2:
          return await this.#commands.take(interaction, respond);
        case 3:
          return await this.#presses.click(interaction, respond);
        case 4:
          return await this.#records.suggest(interaction, respond);
        case 5:
          return await this.#presses.submit(interaction, respond);
      }
    } catch (err) {
      logger.error({ err, channel: 'discord' }, 'discord interaction failed');
    }
  }
}
