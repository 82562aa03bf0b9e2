import { CliantaError } from '../../errors.ts';
import { logger } from '../../logger.ts';
import type { DomainEvent, EventQueue } from '../catalogue.ts';
import { type DeadLetterStore, reasonOf } from '../dead-letters.ts';
import { fromMessage, toMessage } from '../event-message.ts';
import type { EventHandler, PayloadChange } from '../event-transport.ts';
import { retryDelayMs } from '../retry-policy.ts';
import type { Clock } from './clock.ts';

export interface LaneOptions {
  queue: EventQueue;
  clock: Clock;
  deadLetters: DeadLetterStore;
  concurrency: number;
  retryDelaysMs: readonly number[];
}

interface Delivery {
  message: string;
  attempt: number;
  /** True: handled; false: in the dead-letter queue. */
  resolve(isHandled: boolean): void;
  reject(error: unknown): void;
}

/** One queue of the in-process transport: what waits, and the handlers that run. */
export class InProcessLane {
  readonly #options: LaneOptions;
  readonly #waiting: Delivery[] = [];
  /** By event id; the same event published meanwhile joins in. */
  readonly #open = new Map<string, Promise<boolean>>();
  #handler: EventHandler | undefined;
  #running = 0;
  #isClosed = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  get hasHandler(): boolean {
    return this.#handler !== undefined;
  }

  /** What has been published and is not handled yet. */
  get open(): Promise<boolean>[] {
    return [...this.#open.values()];
  }

  /** @returns true once it is handled, false once it is in the dead-letter queue */
  publish(event: DomainEvent): Promise<boolean> {
    if (this.#isClosed) return Promise.reject(closed());
    const known = this.#open.get(event.id);
    if (known) return known;
    const handled = new Promise<boolean>((resolve, reject) => {
      this.#waiting.push({ message: toMessage(event), attempt: 1, resolve, reject });
    }).finally(() => this.#open.delete(event.id));
    this.#open.set(event.id, handled);
    this.#pump();
    return handled;
  }

  handleWith(handler: EventHandler): void {
    if (this.#handler) throw new Error(`The queue ${this.#options.queue} has a consumer already.`);
    this.#handler = handler;
    this.#pump();
  }

  /** What waits, as `change` makes it. */
  rewrite(change: PayloadChange): void {
    for (const delivery of [...this.#waiting]) {
      const event = JSON.parse(delivery.message) as Record<string, unknown>;
      const next = change(event);
      if (next !== undefined && next !== event) delivery.message = JSON.stringify(next);
      if (next !== undefined) continue;
      this.#waiting.splice(this.#waiting.indexOf(delivery), 1);
      delivery.resolve(true);
    }
  }

  /** Refuses what waits; what runs may finish. */
  close(): void {
    this.#isClosed = true;
    for (const delivery of this.#waiting.splice(0)) delivery.reject(closed());
  }

  #pump(): void {
    while (this.#handler && this.#running < this.#options.concurrency) {
      const delivery = this.#waiting.shift();
      if (!delivery) return;
      this.#running++;
      void this.#attempt(this.#handler, delivery).finally(() => {
        this.#running--;
        this.#pump();
      });
    }
  }

  async #attempt(handler: EventHandler, delivery: Delivery): Promise<void> {
    const event = JSON.parse(delivery.message) as Record<string, unknown>;
    try {
      await handler(fromMessage(event));
      delivery.resolve(true);
    } catch (error) {
      const delayMs = retryDelayMs(error, delivery.attempt, this.#options.retryDelaysMs);
      const facts = { err: error, queue: this.#options.queue, eventId: event.id, attempt: delivery.attempt };
      if (delayMs === undefined) {
        logger.error(facts, 'event goes to the dead-letter queue');
        await this.#bury(event, delivery, error);
      } else {
        logger.warn(facts, 'event will be tried again');
        void this.#tryAgain(delivery, delayMs);
      }
    }
  }

  /** Takes no slot meanwhile: a failing event does not hold up the others. */
  async #tryAgain(delivery: Delivery, delayMs: number): Promise<void> {
    const isTime = await this.#options.clock.wait(delayMs);
    if (!isTime || this.#isClosed) return delivery.reject(closed());
    delivery.attempt++;
    this.#waiting.push(delivery);
    this.#pump();
  }

  async #bury(event: Record<string, unknown>, delivery: Delivery, error: unknown): Promise<void> {
    const { queue, deadLetters } = this.#options;
    try {
      await deadLetters.add({
        id: `${queue}.${String(event.id)}`,
        queue,
        event,
        error: reasonOf(error),
        attempts: delivery.attempt,
        failedAt: new Date(),
      });
      delivery.resolve(false);
    } catch (cause) {
      delivery.reject(cause);
    }
  }
}

function closed(): CliantaError {
  return new CliantaError('internal', 'The event transport is closed; the event stays in its outbox.');
}
