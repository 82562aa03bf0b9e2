import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import { logger } from '@clianta/crm-core/logger';
import type { AnyChunk, TaskUpdateChunk } from '@slack/types';
import type { Target } from '../address.ts';
import { clip, LIMITS } from '../render/limits.ts';
import { escapeText, toMrkdwn } from '../render/mrkdwn.ts';
import { context } from '../render/render-blocks.ts';
import type { SlackMessage } from '../render/slack-message.ts';
import type { SlackTeam } from '../teams.ts';
import type { SlackMark } from './mark.ts';
import { platformError } from './platform-error.ts';

type Step = NonNullable<Extract<TurnEvent, { type: 'status' }>['step']>;
const MARKS = { running: '⏳', done: '✅', failed: '⚠️' } as const;
const STATES = { running: 'in_progress', done: 'complete', failed: 'error' } as const;

/** Where it stands, and whether Slack streams it or it is edited. */
export interface LivePlace {
  channelId: string;
  ts: string;
  isStream: boolean;
}

interface Options {
  team(): Promise<SlackTeam>;
  target: Target;
  betweenMs: number;
  /** Where a process that ended has begun it. */
  left(): Promise<LivePlace | undefined>;
  /** From here on it may stand somewhere. @returns what it is to be marked as, by which it is found again */
  onBeginning(): Promise<SlackMark>;
  /** It stands somewhere now, which another process may have to finish. */
  onBegun(place: LivePlace): Promise<void>;
}

/**
 * One answer while it is being made: its text as it comes, and the steps of its plan. Slack streams it where it can, else
 * the message is posted and edited. An answer that is whole before its first moment has passed is never begun here.
 */
export class LiveAnswer {
  readonly #options: Options;
  readonly #steps = new Map<string, { title: string; state: Step['state'] }>();
  readonly #changed = new Set<string>();
  #text = '';
  /** How much of the text Slack has. */
  #sent = 0;
  #place: LivePlace | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(options: Options) {
    this.#options = options;
  }

  add(event: TurnEvent): void {
    if (event.type === 'text') this.#text += event.delta;
    else if (event.type === 'status' && event.step) {
      const { id, state } = event.step;
      this.#steps.set(id, { title: event.text, state });
      this.#changed.add(id);
    } else return;
    this.#timer ??= setTimeout(() => this.#tick(), this.#options.betweenMs).unref();
  }

  #tick(): void {
    this.#timer = undefined;
    if (this.#isOver) return;
    this.#running = this.#running
      .then(() => this.#flush())
      .catch((error: unknown) => {
        logger.info({ err: error }, 'slack does not show an answer as it comes');
      });
  }

  async #flush(): Promise<void> {
    if (this.#isOver) return;
    if (!this.#place) await this.#begin();
    else if (this.#place.isStream) await this.#append(this.#place);
    else await this.#edit(this.#place);
  }

  async #begin(): Promise<void> {
    const left = await this.#options.left();
    if (left) return this.#goOnWith(left);
    const mark = await this.#options.onBeginning();
    this.#place = (await this.#startStream()) ?? (await this.#post(mark));
    if (this.#place) await this.#options.onBegun(this.#place);
  }

  /** What another process has streamed of it is not known; its message is edited from now on. */
  async #goOnWith(left: LivePlace): Promise<void> {
    this.#place = left;
    if (left.isStream) await this.#endStream(left);
    await this.#edit(left);
  }

  /** It stands somewhere, as far as this process knows. */
  get isBegun(): boolean {
    return this.#place !== undefined;
  }

  /** Slack streams only into threads, and outside of direct messages only to somebody. */
  async #startStream(): Promise<LivePlace | undefined> {
    const { channelId, threadTs, userId, teamId } = this.#options.target;
    if (!threadTs) return undefined;
    const { chunks, wasSent } = this.#fresh();
    try {
      const { client } = await this.#options.team();
      const { ts } = await client.chat.startStream({
        channel: channelId,
        thread_ts: threadTs,
        task_display_mode: 'plan',
        chunks,
        ...(userId && { recipient_user_id: userId, recipient_team_id: teamId }),
      });
      if (!ts) return undefined;
      wasSent();
      return { channelId, ts, isStream: true };
    } catch (error) {
      logger.info({ err: error }, 'slack streams nothing here');
      return undefined;
    }
  }

  async #post(metadata: SlackMark): Promise<LivePlace | undefined> {
    const { channelId, threadTs } = this.#options.target;
    const team = await this.#options.team();
    const { ts, channel } = await team.post({
      channel: channelId,
      text: this.#words(),
      unfurl_links: false,
      unfurl_media: false,
      parse: 'none',
      metadata,
      ...(threadTs && { thread_ts: threadTs }),
    });
    return ts ? { channelId: channel ?? channelId, ts, isStream: false } : undefined;
  }

  async #append(place: LivePlace): Promise<void> {
    const { client } = await this.#options.team();
    const { chunks, wasSent } = this.#fresh();
    if (chunks.length === 0) return;
    try {
      await client.chat.appendStream({ channel: place.channelId, ts: place.ts, chunks });
      wasSent();
    } catch (error) {
      // what was not taken is in the text still, and comes with the next edit or the end
      logger.info({ err: error, refusal: platformError(error) }, 'slack streams no further');
      await this.#endStream(place);
    }
  }

  async #edit({ channelId, ts }: LivePlace): Promise<void> {
    const { client } = await this.#options.team();
    await client.chat.update({ channel: channelId, ts, text: this.#words() });
  }

  async #endStream(place: LivePlace): Promise<void> {
    this.#place = { ...place, isStream: false };
    await endStream(await this.#options.team(), place);
  }

  /**
   * Ends it with what it came to. Only the first message of the answer has its place here.
   *
   * @returns where that stands; undefined when it was never begun, or Slack does not take the end: then it is to be posted
   */
  async finish(message: SlackMessage): Promise<LivePlace | undefined> {
    this.#isOver = true;
    clearTimeout(this.#timer);
    await this.#running;
    const place = this.#place;
    if (!place) return undefined;
    const steps = this.#steps.size > 1 ? context(escapeText(this.#stepLines().join(' · '))) : [];
    const hasRoom = message.blocks.length + steps.length <= LIMITS.blocks;
    const whole = hasRoom ? { ...message, blocks: [...steps, ...message.blocks] } : message;
    return (await finishAt(await this.#options.team(), place, whole)) ? place : undefined;
  }

  /** What Slack has not got yet; more may come while it is on its way. */
  #fresh(): { chunks: AnyChunk[]; wasSent(): void } {
    const ids = [...this.#changed];
    const states = ids.map((id) => this.#steps.get(id));
    const tasks = ids.flatMap((id): TaskUpdateChunk[] => {
      const step = this.#steps.get(id);
      if (!step) return [];
      return [{ type: 'task_update', id, title: clip(step.title, 250), status: STATES[step.state] }];
    });
    const upTo = this.#text.length;
    const text = this.#text.slice(this.#sent, upTo);
    return {
      // a stream is markdown, in which nothing may be taken for a mention or a hidden link
      chunks: [
        ...tasks,
        ...(text ? [{ type: 'markdown_text' as const, text: text.replaceAll('<', '&lt;') }] : []),
      ],
      wasSent: () => {
        this.#sent = upTo;
        ids.forEach((id, at) => {
          if (this.#steps.get(id) === states[at]) this.#changed.delete(id);
        });
      },
    };
  }

  /** All there is so far, for where it is edited. */
  #words(): string {
    const words = toMrkdwn([...this.#stepLines(), this.#text].filter(Boolean).join('\n\n'));
    return clip(words, LIMITS.text) || '…';
  }

  #stepLines(): string[] {
    return [...this.#steps.values()].map(({ title, state }) => `${MARKS[state]} ${title}`);
  }
}

/** Puts the end of an answer in the place where it was begun. @returns false when Slack does not take it */
export async function finishAt(team: SlackTeam, place: LivePlace, message: SlackMessage): Promise<boolean> {
  if (place.isStream) await endStream(team, place);
  return drawOver(team, place, message);
}

async function endStream({ client }: SlackTeam, { channelId, ts }: LivePlace): Promise<void> {
  await client.chat
    .stopStream({ channel: channelId, ts })
    .catch((error: unknown) => logger.info({ err: error }, 'slack ends no stream here'));
}

async function drawOver(
  { client }: SlackTeam,
  { channelId, ts }: LivePlace,
  { text, blocks }: SlackMessage,
): Promise<boolean> {
  try {
    await client.chat.update({
      channel: channelId,
      ts,
      text,
      blocks: [...blocks],
      parse: 'none',
      link_names: false,
    });
    return true;
  } catch (error) {
    logger.warn({ err: error }, 'slack does not take the end of an answer; it is posted anew');
    return false;
  }
}
