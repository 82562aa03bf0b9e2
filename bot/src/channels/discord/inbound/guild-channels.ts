import { logger } from '@clianta/crm-core/logger';
import { ChannelType, DiscordAPIError, type REST, Routes, ThreadAutoArchiveDuration } from 'discord.js';
import { z } from 'zod';
import { clip } from '../../../channel-kit/clip.ts';
import { RecentMap } from '../recent-map.ts';
import { LIMITS } from '../render/limits.ts';
import { type DiscordMember, memberSchema } from './discord.schema.ts';

const MOST = 10_000;
/** The message has a thread already: a redelivery, or somebody was faster. */
const HAS_THREAD = 160_004;
const channelSchema = z.object({ type: z.number() });
const THREADS: ReadonlySet<number> = new Set([
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
]);

export const isThreadType = (type: number): boolean => THREADS.has(type);

/** What kind of place a channel of a guild is, who is in it, and threads that begin from a message. */
export class GuildChannels {
  readonly #rest: REST;
  readonly #isThread = new RecentMap<Promise<boolean>>(MOST);

  constructor(rest: REST) {
    this.#rest = rest;
  }

  /** @throws when Discord does not answer; of a place that it refuses to tell us of nothing is known */
  isThread(channelId: string): Promise<boolean> {
    const known = this.#isThread.get(channelId);
    if (known) return known;
    const asked = this.#ask(channelId);
    this.#isThread.set(channelId, asked);
    return asked.catch((err: unknown) => {
      this.#isThread.delete(channelId);
      if (!(err instanceof DiscordAPIError)) throw err;
      logger.info({ err, channelId }, 'discord does not say what kind of channel this is');
      return false;
    });
  }

  async #ask(channelId: string): Promise<boolean> {
    return isThreadType(channelSchema.parse(await this.#rest.get(Routes.channel(channelId))).type);
  }

  /** Somebody's name and roles in a guild; undefined of who is not there any more. */
  async memberOf(guildId: string, userId: string): Promise<DiscordMember | undefined> {
    try {
      return memberSchema.parse(await this.#rest.get(Routes.guildMember(guildId, userId)));
    } catch (err) {
      if (!(err instanceof DiscordAPIError)) throw err;
      return undefined;
    }
  }

  /**
   * A thread that begins at a message; Discord gives it the message's id.
   *
   * @returns false where there are no threads, or the app may not begin one
   */
  async beginThread(channelId: string, messageId: string, title: string): Promise<boolean> {
    try {
      await this.#rest.post(Routes.threads(channelId, messageId), {
        body: {
          name: clip(title.replace(/\s+/g, ' ').trim(), LIMITS.threadName) || 'Clianta',
          auto_archive_duration: ThreadAutoArchiveDuration.OneDay,
        },
      });
    } catch (err) {
      if (!(err instanceof DiscordAPIError)) throw err;
      if (err.code !== HAS_THREAD) {
        logger.info({ err, channelId }, 'discord begins no thread here; the answer is a reply');
        return false;
      }
    }
    this.#isThread.set(messageId, Promise.resolve(true));
    return true;
  }
}
