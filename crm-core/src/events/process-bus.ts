import { z } from 'zod';
import { newId } from '../entity/ids.ts';
import { logger } from '../logger.ts';

/** Something that processes tell each other. Its body travels as JSON: an instant comes as a text. */
export interface Topic<T> {
  name: string;
  schema: z.ZodType<T>;
}

export interface LineListener {
  text(text: string): void;
  /** Something may have been missed. */
  lost(): void;
  /** What was sent lately may not have arrived; from now on it does again. */
  back(): void;
}

/** How texts get from one process to all others: in order, at most once. */
export interface BusLine {
  /** Must not throw; what cannot be sent is lost. */
  send(text: string): void;
  listen(listener: LineListener): Promise<void>;
  close(): Promise<void>;
}

const envelopeSchema = z.object({
  from: z.string(),
  /** Counts what a process has said, from 1. */
  n: z.number().int(),
  topic: z.string(),
  body: z.unknown(),
});

/** Said after a break, so that others see by its number whether they have missed something. */
const HELLO = 'hello';

/**
 * What happens in one process and is shown in others: turns, stored messages, notifications, sessions that end. It
 * carries news, never the truth: who must not miss anything has it from the database.
 */
export class ProcessBus {
  readonly #line: BusLine | undefined;
  readonly #name = newId();
  readonly #handlers = new Map<string, Set<(body: unknown) => void>>();
  readonly #onLost = new Set<() => void>();
  readonly #heard = new Map<string, number>();
  #said = 0;

  private constructor(line: BusLine | undefined) {
    this.#line = line;
  }

  /** @param line - undefined for a process that is alone with its database */
  static async open(line: BusLine | undefined): Promise<ProcessBus> {
    const bus = new ProcessBus(line);
    await line?.listen({
      text: (text) => bus.#take(text),
      lost: () => bus.#lose(),
      back: () => bus.#say(HELLO, undefined),
    });
    return bus;
  }

  /** Tells all other processes; this one knows already. */
  publish<T>(topic: Topic<T>, body: T): void {
    this.#say(topic.name, body);
  }

  /** Called with what other processes say, each exactly in its order and never twice. @returns stops the calls */
  on<T>(topic: Topic<T>, handle: (body: T) => unknown): () => void {
    const take = (body: unknown) => {
      const run = async () => handle(topic.schema.parse(body));
      run().catch((err) =>
        logger.warn({ err, topic: topic.name }, 'what another process told could not be shown'),
      );
    };
    const handlers = this.#handlers.get(topic.name) ?? new Set();
    this.#handlers.set(topic.name, handlers.add(take));
    return () => handlers.delete(take);
  }

  /** Called when something another process said may have been missed. */
  onLost(handle: () => void): void {
    this.#onLost.add(handle);
  }

  async close(): Promise<void> {
    await this.#line?.close();
  }

  #say(topic: string, body: unknown): void {
    this.#line?.send(JSON.stringify({ from: this.#name, n: ++this.#said, topic, body }));
  }

  #take(text: string): void {
    const parsed = envelopeSchema.safeParse(parsedJson(text));
    if (!parsed.success) return void logger.warn({ err: parsed.error }, 'not from a process of ours');
    const { from, n, topic, body } = parsed.data;
    const before = this.#heard.get(from);
    if (from === this.#name || (before !== undefined && n <= before)) return;
    this.#heard.set(from, n);
    if (before !== undefined && n > before + 1) this.#lose();
    for (const handle of this.#handlers.get(topic) ?? []) handle(body);
  }

  #lose(): void {
    for (const handle of this.#onLost) handle();
  }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
