import { setTimeout as pause } from 'node:timers/promises';
import { logger } from '@clianta/crm-core/logger';
import { DiscordAPIError, type REST, Routes } from 'discord.js';
import { z } from 'zod';
import type { ChannelMemory, Heard } from '../channel-memory.ts';
import { idAt } from '../sent-at.ts';

/** What lies further back is not answered out of the blue. */
const BACK_MS = 24 * 60 * 60_000;
const MOST_PLACES = 500;
/** Of channels in which nobody has talked with us yet. */
const MOST_NEW_PLACES = 100;
/** Discord gives no more at once. */
const PAGE = 100;
const MOST_PAGES = 10;
const LEAST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const messageSchema = z.looseObject({ id: z.string().regex(/^\d{1,20}$/), guild_id: z.string().optional() });
type Message = z.output<typeof messageSchema>;

interface Options {
  rest: REST;
  memory: ChannelMemory;
  /** Places of servers in which something was said after a message, the newest first. */
  activeSince(messageId: bigint): Array<Omit<Heard, 'messageId'>>;
  take(message: unknown): Promise<void>;
  isStopping(): boolean;
}

/** What the gateway does not bring again: what was said while there was no process. */
export class MissedMessages {
  readonly #options: Options;
  #round = 0;

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Each place where people talk with us is asked for what came since the last message that was taken, and other channels
   * for what was said since then, which may be the first that names us there. One that does not answer is asked again,
   * and until then nothing that came later hides what was missed.
   */
  async ask(): Promise<void> {
    const { memory, isStopping } = this.#options;
    const round = ++this.#round;
    const heard = (await memory.lastHeard()).sort((a, b) =>
      BigInt(a.messageId) < BigInt(b.messageId) ? 1 : -1,
    );
    let places = [...heard.slice(0, MOST_PLACES), ...this.#neverHeard(heard)];
    for (let waitMs = LEAST_WAIT_MS; places.length > 0; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      const silent: Heard[] = [];
      for (const place of places) if (!(await this.#isAnswered(place))) silent.push(place);
      places = silent;
      if (places.length > 0) await pause(waitMs, undefined, { ref: false });
      if (isStopping() || round !== this.#round) return;
    }
    await memory.caughtUp();
  }

  /** We were there when the newest message came that was taken anywhere. */
  #neverHeard(heard: readonly Heard[]): Heard[] {
    const since = notBefore(BACK_MS, heard[0]?.messageId);
    const known = new Set(heard.map(({ channelId }) => channelId));
    return this.#options
      .activeSince(since)
      .filter(({ channelId }) => !known.has(channelId))
      .slice(0, MOST_NEW_PLACES)
      .map((place) => ({ ...place, messageId: String(since) }));
  }

  /** @returns false when it has to be asked again */
  async #isAnswered(place: Heard): Promise<boolean> {
    try {
      await this.#takeSince(place);
      return true;
    } catch (err) {
      const { channelId } = place;
      logger.info({ err, channelId }, 'discord place could not be asked for what was missed');
      // it is gone, or we are not let in any more
      return err instanceof DiscordAPIError;
    }
  }

  async #takeSince({ channelId, messageId, guildId }: Heard): Promise<void> {
    const { rest, take } = this.#options;
    let after = String(notBefore(BACK_MS, messageId));
    for (let page = 0; page < MOST_PAGES; page++) {
      const query = new URLSearchParams({ after, limit: String(PAGE) });
      const found = z
        .array(messageSchema)
        .parse(await rest.get(Routes.channelMessages(channelId), { query }));
      // the newest are first; of one place they are taken in the order they are handed over
      await Promise.all(found.reverse().map((message) => take(inGuild(message, guildId))));
      const newest = found.at(-1);
      if (!newest || found.length < PAGE) return;
      after = newest.id;
    }
  }
}

function notBefore(ms: number, messageId = '0'): bigint {
  const oldest = idAt(Date.now() - ms);
  return BigInt(messageId) > oldest ? BigInt(messageId) : oldest;
}

/** Over REST a message does not say which server it is from. */
const inGuild = (message: Message, guildId: string) => ({
  ...message,
  ...(guildId && { guild_id: guildId }),
});
