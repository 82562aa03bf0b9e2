import { logger } from '@clianta/crm-core/logger';
import { lastStreamed, streamed, TYPING, textActivity } from './activities.ts';
import type { Target } from './address.ts';
import type { OutgoingActivity, TeamsConnector } from './connector.ts';
import { teamsMarkdown } from './render/teams-markdown.ts';

/** Teams takes one part of a stream a second, and tells bots to keep to one and a half. */
const APART_MS = 1_500;
/** A stream has to end within two minutes. */
const LONGEST_STREAM_MS = 110_000;
/** Teams takes no longer status. */
const MOST_STATUS = 1_000;
/** What is longer than this is not streamed: the answer comes as several messages. */
const MOST_TEXT = 4_500;

export interface LiveAnswerOptions {
  connector: TeamsConnector;
  target: Target;
  /** Posts the message that the answer will stand in. @returns its id, or '' to show nothing yet */
  begin?: (post: () => Promise<string>) => Promise<string>;
  /** Milliseconds; for tests. */
  apartMs?: number;
}

/**
 * An answer while it is made: in a private chat it is streamed, among several people a message is posted and edited. What
 * cannot be shown is not: the whole answer comes in the end.
 */
export class LiveAnswer {
  readonly #connector: TeamsConnector;
  readonly #target: Target;
  readonly #apartMs: number;
  readonly #begin: NonNullable<LiveAnswerOptions['begin']>;
  readonly #began = Date.now();
  #text = '';
  #status: string | undefined;
  #shown = '';
  #streamId: string | undefined;
  #sequence = 0;
  #postedId: string | undefined;
  #isGivenUp = false;
  #isEnded = false;
  #lastAt = 0;
  #running: Promise<void> | undefined;

  constructor({ connector, target, begin = (post) => post(), apartMs = APART_MS }: LiveAnswerOptions) {
    this.#begin = begin;
    this.#connector = connector;
    this.#target = target;
    this.#apartMs = apartMs;
  }

  status(text: string): void {
    if (this.#text) return;
    this.#status = text.slice(0, MOST_STATUS);
    this.#draw();
  }

  add(delta: string): void {
    this.#text += delta;
    this.#draw();
  }

  /**
   * Shows the whole answer in place of what was shown of it.
   *
   * @returns its id; undefined when there is nothing to replace, or it cannot be
   */
  async end(activity: OutgoingActivity): Promise<string | undefined> {
    this.#isEnded = true;
    await this.#running;
    try {
      if (this.#streamId && Date.now() - this.#began < LONGEST_STREAM_MS) {
        const id = await this.#connector.post(this.#target, lastStreamed(activity, this.#streamId));
        return id || this.#streamId;
      }
      if (this.#postedId) {
        await this.#connector.update(this.#target, this.#postedId, activity);
        return this.#postedId;
      }
    } catch (error) {
      logger.info({ err: error }, 'teams does not take the end of a stream');
    }
    return undefined;
  }

  #draw(): void {
    if (this.#isGivenUp || this.#isEnded) return;
    this.#running ??= this.#drawSoon().finally(() => {
      this.#running = undefined;
      // what came meanwhile
      if (this.#pending()) this.#draw();
    });
  }

  #pending(): string | undefined {
    const text = this.#text || this.#status;
    return text && text !== this.#shown && this.#text.length <= MOST_TEXT ? text : undefined;
  }

  async #drawSoon(): Promise<void> {
    const wait = this.#lastAt + this.#apartMs - Date.now();
    for (let left = wait; left > 0 && !this.#isEnded; left -= 50)
      await new Promise((resolve) => setTimeout(resolve, Math.min(50, left)));
    const text = this.#pending();
    if (!text || this.#isEnded) return;
    try {
      await this.#show(text);
      this.#shown = text;
    } catch (error) {
      // an older client, a stream that is over: the whole answer comes as an ordinary message
      this.#isGivenUp = true;
      logger.info({ err: error }, 'teams does not show an answer while it is made');
    }
    this.#lastAt = Date.now();
  }

  async #show(text: string): Promise<void> {
    if (this.#target.isPersonal) {
      if (Date.now() - this.#began > LONGEST_STREAM_MS) return;
      const part = { streamId: this.#streamId, sequence: ++this.#sequence };
      const kind = this.#text ? 'streaming' : 'informative';
      const shown = this.#text ? teamsMarkdown(text) : text;
      const post = () => this.#connector.post(this.#target, streamed(shown, kind, part));
      if (this.#streamId) await post();
      else this.#streamId = (await this.#begin(post)) || undefined;
    } else if (!this.#text) await this.#connector.post(this.#target, TYPING);
    else if (this.#postedId)
      await this.#connector.update(this.#target, this.#postedId, textActivity(teamsMarkdown(text)));
    else
      this.#postedId = await this.#begin(() =>
        this.#connector.post(this.#target, textActivity(teamsMarkdown(text))),
      );
  }
}
