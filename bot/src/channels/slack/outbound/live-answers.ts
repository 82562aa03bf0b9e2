import type { TurnEvent } from '@clianta/agents/turn-event.schema';
import { z } from 'zod';
import type { ChannelStore } from '../../../channel-kit/channel-host.ts';
import type { Target } from '../address.ts';
import type { SlackMessage } from '../render/slack-message.ts';
import type { SlackTeams } from '../teams.ts';
import { finishAt, LiveAnswer, type LivePlace } from './live-answer.ts';
import { markedAs } from './mark.ts';
import type { SlackPoster } from './poster.ts';

/** Between two calls for one message; Slack allows about one a second in a channel, and a little more in short. */
const BETWEEN_MS = 500;
const MOST = 2_000;

const keptSchema = z.union([
  z.object({ channelId: z.string(), ts: z.string(), isStream: z.boolean() }),
  z.object({ isBeginning: z.literal(true) }),
]);
const keyOf = (turnId: string) => `live:${turnId}`;

export interface LiveAnswersOptions {
  teams: SlackTeams;
  /** Knows what a process that ended has begun. */
  store: ChannelStore;
  poster: Pick<SlackPoster, 'find'>;
  betweenMs?: number | undefined;
}

/** The answers that are being made, by their turn. */
export class LiveAnswers {
  readonly #options: LiveAnswersOptions;
  readonly #running = new Map<string, LiveAnswer>();

  constructor(options: LiveAnswersOptions) {
    this.#options = options;
  }

  /** Never throws, and waits for nothing. An answer to a command cannot be edited and comes whole. */
  show(target: Target, turnId: string, event: TurnEvent): void {
    if (target.responseUrl || !turnId || !(event.type === 'text' || (event.type === 'status' && event.step)))
      return;
    let live = this.#running.get(turnId);
    if (!live) {
      if (this.#running.size >= MOST) this.#running.delete(this.#running.keys().next().value ?? '');
      live = new LiveAnswer({
        team: () => this.#options.teams.of(target.teamId),
        target,
        betweenMs: this.#options.betweenMs ?? BETWEEN_MS,
        left: () => this.#left(target, turnId),
        onBeginning: async () => {
          await this.#options.store.set(keyOf(turnId), { isBeginning: true });
          return markedAs(keyOf(turnId));
        },
        onBegun: (place) => this.#options.store.set(keyOf(turnId), place),
      });
      this.#running.set(turnId, live);
    }
    live.add(event);
  }

  /** @returns where the message stands; undefined when it is to be posted */
  async finish(target: Target, turnId: string, message: SlackMessage): Promise<LivePlace | undefined> {
    const live = this.#running.get(turnId);
    this.#running.delete(turnId);
    const { store, teams } = this.#options;
    const finished = await live?.finish(message);
    if (finished) return finished;
    // another process may have begun it, or ended it and not said so
    const left = live?.isBegun ? undefined : await this.#left(target, turnId);
    if (left && (await finishAt(await teams.of(target.teamId), left, message))) return left;
    await store.delete(keyOf(turnId));
    return undefined;
  }

  /** Where a process that ended has begun it; one that ended as it posted it had not noted where. */
  async #left(target: Target, turnId: string): Promise<LivePlace | undefined> {
    const kept = keptSchema.safeParse(await this.#options.store.get(keyOf(turnId))).data;
    if (!kept || 'ts' in kept) return kept;
    const found = await this.#options.poster.find(target, keyOf(turnId));
    return found && { channelId: found.channelId, ts: found.ts, isStream: false };
  }

  /** It is known elsewhere that it is posted. */
  async forget(turnId: string): Promise<void> {
    await this.#options.store.delete(keyOf(turnId));
  }
}
