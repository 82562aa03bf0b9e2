import { logger } from '@clianta/crm-core/logger';
import { splitText } from '../../../channel-kit/split-text.ts';
import type { Target } from '../address.ts';
import type { ChannelMemory } from '../channel-memory.ts';
import { escapeText, toDiscord } from '../render/discord-markdown.ts';
import { LIMITS } from '../render/limits.ts';
import { STEP_STATES } from '../render/render-cards.ts';
import type { DiscordPoster, Place } from './poster.ts';

/** Discord takes five edits in five seconds of a channel; others write there too. */
const EVERY_MS = 1_200;

type Step = { state: keyof typeof STEP_STATES; title: string };

interface Stream {
  target: Target;
  text: string;
  /** Of a plan, by id, in the order in which they began. */
  steps: Map<string, Step>;
  shown: string;
  place?: Place | undefined;
  timer?: NodeJS.Timeout | undefined;
  /** The call under way. */
  drawing: Promise<void>;
}

/**
 * Steps and text that grow while a turn runs: shown once it takes longer than a moment, then edited now and then. They
 * take the place of "thinking…" where an interaction waits; else they are posted where others are not disturbed by it.
 */
export class Streams {
  readonly #poster: DiscordPoster;
  readonly #memory: ChannelMemory;
  readonly #running = new Map<string, Stream>();

  constructor(poster: DiscordPoster, memory: ChannelMemory) {
    this.#poster = poster;
    this.#memory = memory;
  }

  add(turnId: string, target: Target, delta: string): void {
    const stream = this.#streamOf(turnId, target);
    stream.text += delta;
    this.#soon(turnId, stream);
  }

  /** @param title - absent: as it was */
  step(
    turnId: string,
    target: Target,
    id: string,
    { state, title }: Partial<Step> & Pick<Step, 'state'>,
  ): void {
    const stream = this.#streamOf(turnId, target);
    stream.steps.set(id, { state, title: title || (stream.steps.get(id)?.title ?? '') });
    this.#soon(turnId, stream);
  }

  #streamOf(turnId: string, target: Target): Stream {
    const known = this.#running.get(turnId);
    if (known) return known;
    const stream: Stream = { target, text: '', steps: new Map(), shown: '', drawing: Promise.resolve() };
    this.#running.set(turnId, stream);
    return stream;
  }

  #soon(turnId: string, stream: Stream): void {
    stream.timer ??= setTimeout(() => {
      stream.timer = undefined;
      stream.drawing = stream.drawing.then(() => this.#draw(turnId, stream));
    }, EVERY_MS);
  }

  async #draw(turnId: string, stream: Stream): Promise<void> {
    const content = contentOf(stream);
    if (content === '' || content === stream.shown) return;
    const message = { content, components: [], kept: [] };
    try {
      stream.place ??= await this.#placeOf(turnId);
      if (stream.place) await this.#poster.redraw(stream.place, message);
      else if (stream.target.kind === 'direct' || stream.target.kind === 'thread') {
        stream.place = await this.#poster.post(stream.target, message, `${turnId}:stream`);
        if ('channelId' in stream.place) await this.#memory.streaming(turnId, stream.place);
      }
      stream.shown = content;
    } catch (err) {
      // the whole text comes with the reply
      logger.info({ err, turnId }, 'discord shows no partial text');
    }
  }

  /** Where the turn is shown already: by a process before this one, or as "thinking…". */
  async #placeOf(turnId: string): Promise<Place | undefined> {
    const [streamed, answer] = await Promise.all([
      this.#memory.streamOf(turnId),
      this.#memory.answerOf(turnId),
    ]);
    return streamed ?? (answer?.isDeferred ? { answer, messageId: '@original' } : undefined);
  }

  /** Nothing more is drawn. @returns the message that shows the text so far, by whatever process */
  async finish(turnId: string): Promise<Place | undefined> {
    const stream = this.#running.get(turnId);
    this.#running.delete(turnId);
    clearTimeout(stream?.timer);
    await stream?.drawing;
    return stream?.place ?? (await this.#memory.streamOf(turnId));
  }

  stop(): void {
    for (const { timer } of this.#running.values()) clearTimeout(timer);
    this.#running.clear();
  }
}

function contentOf({ steps, text }: Stream): string {
  const told = [...steps.values()]
    .filter(({ title }) => title)
    .map(({ state, title }) => `${STEP_STATES[state]} ${escapeText(title)}`);
  const [content = ''] = splitText(
    [told.join('\n'), toDiscord(text)].filter(Boolean).join('\n\n'),
    LIMITS.content,
  );
  return content;
}
