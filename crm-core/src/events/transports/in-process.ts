import { NotFoundError } from '../../errors.ts';
import type { DomainEvent, EventQueue } from '../catalogue.ts';
import type { DeadLetter, DeadLetterStore } from '../dead-letters.ts';
import { fromMessage } from '../event-message.ts';
import type { EventHandler, EventTransport, PayloadChange, ScheduledWork } from '../event-transport.ts';
import { CLOSE_MS, HANDLER_LIMIT_MS, withLimit } from '../handler-limit.ts';
import { type LastRuns, lastRunsInMemory } from '../last-runs.ts';
import { nextLocalTime } from '../local-time.ts';
import { RETRY_DELAYS_MS } from '../retry-policy.ts';
import { within } from '../within.ts';
import { Clock } from './clock.ts';
import { runDaily } from './daily.ts';
import { InProcessLane } from './in-process-lane.ts';

export interface InProcessOptions {
  deadLetters: DeadLetterStore;
  /** Where the last runs of daily work are kept over a restart. Default: nowhere. */
  lastRuns?: LastRuns;
  /** Handlers of one queue that run at the same time. Default 16. */
  concurrency?: number;
  /** How long one event may be handled. Default 60 s. */
  handlerLimitMs?: number;
  /** Longest wait for running handlers when the transport is closed. Default 3 s. */
  closeMs?: number;
  /** Waits between attempts. Default 1 s, 5 s, 30 s. */
  retryDelaysMs?: readonly number[];
}

const LONGEST_TIMER_MS = 10_000;

/**
 * Runs the handlers in this process. It keeps nothing on disk: `publish` resolves only once the event is handled, and
 * until then its outbox entry stays in the document, from where the sweeper delivers it after a restart.
 */
export class InProcessTransport implements EventTransport {
  readonly name = 'in-process';
  readonly #options: Required<InProcessOptions>;
  readonly #lanes = new Map<EventQueue, InProcessLane>();
  readonly #clock = new Clock();
  readonly #wakers = new Map<string, (id: string) => Promise<void>>();
  #isClosed = false;

  constructor(options: InProcessOptions) {
    this.#options = {
      concurrency: 16,
      retryDelaysMs: RETRY_DELAYS_MS,
      lastRuns: lastRunsInMemory(),
      handlerLimitMs: HANDLER_LIMIT_MS,
      closeMs: CLOSE_MS,
      ...options,
    };
  }

  async publish(queue: EventQueue, event: DomainEvent): Promise<void> {
    await this.#lane(queue).publish(event);
  }

  async consume(queue: EventQueue, handler: EventHandler): Promise<void> {
    this.#lane(queue).handleWith(withLimit(handler, this.#options.handlerLimitMs));
  }

  async schedule(work: ScheduledWork): Promise<void> {
    if ('everyMs' in work) return this.#clock.repeat(work);
    nextLocalTime(work.dailyAt, new Date());
    void runDaily(this.#clock, work, this.#options.lastRuns);
  }

  /** Only for what is near: nobody waits for a timer over days, and sweeps find the rest. */
  async wakeAt(lane: string, id: string, at: Date): Promise<void> {
    const waitMs = Math.max(0, at.getTime() - Date.now());
    const wake = this.#wakers.get(lane);
    if (!wake || waitMs > LONGEST_TIMER_MS) return;
    void this.#clock.wait(waitMs).then((isTime) => {
      if (isTime) return this.#clock.run({ name: `wake-${lane}`, run: () => wake(id) });
    });
  }

  async onWake(lane: string, handler: (id: string) => Promise<void>): Promise<void> {
    this.#wakers.set(lane, handler);
  }

  deadLetters(limit: number): Promise<DeadLetter[]> {
    return this.#options.deadLetters.list(limit);
  }

  async redeliver(deadLetterId: string): Promise<void> {
    const letter = await this.#options.deadLetters.find(deadLetterId);
    if (!letter) throw new NotFoundError('dead letter', deadLetterId);
    const isHandled = await this.#lane(letter.queue).publish(fromMessage(letter.event));
    if (isHandled) await this.#options.deadLetters.remove(letter.id);
  }

  async drain(timeoutMs: number): Promise<void> {
    const open = () =>
      [...this.#lanes.values()].filter((lane) => lane.hasHandler).flatMap((lane) => lane.open);
    const until = Date.now() + timeoutMs;
    while (open().length > 0 && (await within(Promise.allSettled(open()), until - Date.now())));
  }

  async rewrite(change: PayloadChange): Promise<void> {
    for (const lane of this.#lanes.values()) lane.rewrite(change);
    await this.#options.deadLetters.rewrite(change);
  }

  isConsumed(queue: EventQueue): boolean {
    return this.#lane(queue).hasHandler;
  }

  async isHealthy(): Promise<boolean> {
    return !this.#isClosed;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const lanes = [...this.#lanes.values()];
    for (const lane of lanes) lane.close();
    // what hangs is delivered again after the next start, as its outbox entry is still there
    await within(
      Promise.all([this.#clock.stop(), Promise.allSettled(lanes.flatMap((lane) => lane.open))]),
      this.#options.closeMs,
    );
  }

  #lane(queue: EventQueue): InProcessLane {
    let lane = this.#lanes.get(queue);
    if (!lane) {
      lane = new InProcessLane({ ...this.#options, queue, clock: this.#clock });
      if (this.#isClosed) lane.close();
      this.#lanes.set(queue, lane);
    }
    return lane;
  }
}
