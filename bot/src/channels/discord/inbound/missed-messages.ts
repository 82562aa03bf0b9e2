import { logger } from '@clianta/crm-core/logger';
import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import type { ChannelMemory } from '../channel-memory.ts';

/** What lies further back is not answered out of the blue. */
const BACK_MS = 24 * 60 * 60_000;
const MOST_PLACES = 500;
const MOST_MESSAGES = 100;
const DISCORD_EPOCH = 1_420_070_400_000n;
const messagesSchema = z.array(
  z.looseObject({ id: z.string().regex(/^\d{1,20}$/), guild_id: z.string().optional() }),
);

/**
 * The gateway keeps what is not heard for a minute or two. After a longer silence each place where people talk with us is
 * asked for what came since the last message that was taken; what was taken already is known by its id.
 */
export async function missedMessages(
  { rest, memory, now = Date.now() }: { rest: REST; memory: ChannelMemory; now?: number },
  take: (message: unknown) => Promise<void>,
): Promise<void> {
  const oldest = BigInt(now - BACK_MS - Number(DISCORD_EPOCH)) << 22n;
  const places = (await memory.lastHeard())
    .sort((a, b) => (BigInt(a.messageId) < BigInt(b.messageId) ? 1 : -1))
    .slice(0, MOST_PLACES);
  for (const { channelId, messageId, guildId } of places) {
    const after = BigInt(messageId) > oldest ? messageId : String(oldest);
    const query = new URLSearchParams({ after, limit: String(MOST_MESSAGES) });
    try {
      const found = messagesSchema.parse(await rest.get(Routes.channelMessages(channelId), { query }));
      // the newest are first; over REST a message does not say which server it is from
      for (const message of found.reverse())
        await take({ ...message, ...(guildId && { guild_id: guildId }) });
    } catch (err) {
      logger.info({ err, channelId }, 'discord place could not be asked for what was missed');
    }
  }
}
