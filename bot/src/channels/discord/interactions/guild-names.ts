import { logger } from '@clianta/crm-core/logger';
import { type REST, Routes } from 'discord.js';
import { z } from 'zod';

const guildSchema = z.object({ name: z.string().min(1) });

/** What servers are called. */
export class GuildNames {
  readonly #rest: REST;

  constructor(rest: REST) {
    this.#rest = rest;
  }

  async nameOf(guildId: string): Promise<string> {
    try {
      return guildSchema.parse(await this.#rest.get(Routes.guild(guildId))).name;
    } catch (err) {
      logger.info({ err, guildId }, 'discord does not say what the server is called');
      return `Discord server ${guildId}`;
    }
  }
}
