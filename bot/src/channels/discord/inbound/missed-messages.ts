import { logger } from '@clianta/crm-core/logger';
import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import type { ChannelMemory } from '../channel-memory.ts';

/** What lies further back is not answered out of the blue. */
const BACK_MS = 24 * 60 * 60_000;
const MOST_PLACES = 500;
const MOST_MESSAGES = 100;
const DISCORD_EPOCH = 1_420_070_400_000n;
const messageSchema = z.looseObject({ id: z.string().regex(/^\d{1,20}$/), guild_id: z.string().optional() });

interface Options {
  rest: REST;
  memory: ChannelMemory;
  now?: number;
}
type Take = (message: unknown) => Promise<void>;

/** What the gateway does not bring again: what a process left that died, and what came while there was none. */
export async function missedMessages(options: Options, take: Take): Promise<void> {
  await leftBehind(options, take);
  await cameSince(options, take);
  await options.memory.caughtUp();
}

/** Messages that were being taken; each is asked for anew, and known by its id if it was taken after all. */
async function leftBehind({ rest, memory }: Options, take: Take): Promise<void> {
  for (const { channelId, messageId, guildId } of await memory.leftBehind()) {
    try {
      const found = await rest.get(Routes.channelMessage(channelId, messageId));
      await take(inGuild(messageSchema.parse(found), guildId));
    } catch (err) {
      logger.info({ err, channelId, messageId }, 'discord message that was left is gone');
    }
    await memory.end(messageId);
  }
}

/** Each place where people talk with us is asked for what came since the last message that was taken. */
async function cameSince({ rest, memory, now = Date.now() }: Options, take: Take): Promise<void> {
  const oldest = BigInt(now - BACK_MS - Number(DISCORD_EPOCH)) << 22n;
  const places = (await memory.lastHeard())
    .sort((a, b) => (BigInt(a.messageId) < BigInt(b.messageId) ? 1 : -1))
    .slice(0, MOST_PLACES);
  for (const { channelId, messageId, guildId } of places) {
    const after = BigInt(messageId) > oldest ? messageId : String(oldest);
    const query = new URLSearchParams({ after, limit: String(MOST_MESSAGES) });
    try {
      const found = z
        .array(messageSchema)
        .parse(await rest.get(Routes.channelMessages(channelId), { query }));
      // the newest are first
      for (const message of found.reverse()) await take(inGuild(message, guildId));
    } catch (err) {
      logger.info({ err, channelId }, 'discord place could not be asked for what was missed');
    }
  }
}

/** Over REST a message does not say which server it is from. */
const inGuild = (message: z.output<typeof messageSchema>, guildId: string) => ({
  ...message,
  ...(guildId && { guild_id: guildId }),
});
