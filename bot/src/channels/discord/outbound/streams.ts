import { logger } from '@clianta/crm-core/logger';
import { splitText } from '../../../channel-kit/split-text.ts';
import type { Target } from '../address.ts';
import type { ChannelMemory } from '../channel-memory.ts';
import { toDiscord } from '../render/discord-markdown.ts';
import { LIMITS } from '../render/limits.ts';
import type { DiscordPoster, Place } from './poster.ts';

/** Discord takes five edits in five seconds of a channel; others write there too. */
const EVERY_MS = 1_200;

interface Stream {
  target: Target;
  text: string;
  shown: string;
  place?: Place | undefined;
  timer?: NodeJS.Timeout | undefined;
  /** The call under way. */
  drawing: Promise<void>;
}

/** Text that grows while a turn runs: posted once it takes longer than a moment, then edited now and then. */
export class Streams {
  readonly #poster: DiscordPoster;
  readonly #memory: ChannelMemory;
  readonly #everyMs: number;
  readonly #running = new Map<string, Stream>();

  constructor(poster: DiscordPoster, memory: ChannelMemory, everyMs = EVERY_MS) {
    this.#poster = poster;
    this.#memory = memory;
    this.#everyMs = everyMs;
  }

  add(turnId: string, target: Target, delta: string): void {
    const stream = this.#running.get(turnId) ?? { target, text: '', shown: '', drawing: Promise.resolve() };
    this.#running.set(turnId, stream);
    stream.text += delta;
    stream.timer ??= setTimeout(() => {
      stream.timer = undefined;
      stream.drawing = stream.drawing.then(() => this.#draw(turnId, stream));
    }, this.#everyMs);
  }

  async #draw(turnId: string, stream: Stream): Promise<void> {
    const [content = ''] = splitText(toDiscord(stream.text), LIMITS.content);
    if (content === '' || content === stream.shown) return;
    const message = { content, components: [], kept: [] };
    try {
      if (stream.place) await this.#poster.redraw(stream.place, message);
      else {
        stream.place = await this.#poster.post(stream.target, message, `${turnId}:stream`);
        if ('channelId' in stream.place) await this.#memory.streaming(turnId, stream.place);
      }
      stream.shown = content;
    } catch (err) {
      // the whole text comes with the reply
      logger.info({ err, turnId }, 'discord shows no partial text');
    }
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
