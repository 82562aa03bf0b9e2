import { logger } from '@clianta/crm-core/logger';
import type { SlackTeam } from '../teams.ts';

const MOST = 10_000;
/** Messages of a thread that are looked through for our own. */
const LOOK_BACK = 200;

/** The threads in channels that Clianta takes part in: there an answer needs no mention. */
export class EngagedThreads {
  readonly #known = new Map<string, Promise<boolean>>();

  engage(channelId: string, threadTs: string): void {
    this.#remember(`${channelId}:${threadTs}`, Promise.resolve(true));
  }

  /** After a restart Slack is asked, once a thread, whether we have written in it or were called into it. */
  async isEngaged(team: SlackTeam, channelId: string, threadTs: string): Promise<boolean> {
    const key = `${channelId}:${threadTs}`;
    let known = this.#known.get(key);
    if (!known) {
      known = this.#ask(team, channelId, threadTs);
      this.#remember(key, known);
    }
    try {
      return await known;
    } catch (error) {
      this.#known.delete(key);
      logger.warn({ err: error, channelId }, 'slack thread could not be read');
      return false;
    }
  }

  async #ask(
    { client, botUserId: whoWeAre }: SlackTeam,
    channelId: string,
    threadTs: string,
  ): Promise<boolean> {
    const botUserId = await whoWeAre();
    if (!botUserId) return false;
    const thread = await client.conversations.replies({
      channel: channelId,
      ts: threadTs,
      limit: LOOK_BACK,
    });
    return (thread.messages ?? []).some(
      (message) => message.user === botUserId || message.text?.includes(`<@${botUserId}`),
    );
  }

  #remember(key: string, value: Promise<boolean>): void {
    if (this.#known.size >= MOST) this.#known.delete(this.#known.keys().next().value ?? '');
    this.#known.set(key, value);
  }
}
