import type { DomainEvent, EventQueue } from './catalogue.ts';
import type { DeadLetter } from './dead-letters.ts';
import type { LocalTime } from './local-time.ts';

/** Handles one event; it may be called more than once with the same event and must then change nothing more. */
export type EventHandler = (event: DomainEvent) => Promise<void>;

/** What becomes of what a queue holds. */
export type PayloadChange = (payload: Record<string, unknown>) => Record<string, unknown> | undefined;

interface Work {
  name: string;
  run(): Promise<void>;
}

/** Begins at once. */
export interface RepeatedWork extends Work {
  everyMs: number;
}

/** Begins with the first such time; one that was missed while no process ran is made up for once. */
export interface DailyWork extends Work {
  dailyAt: LocalTime;
}

/** Work that is repeated by the clock. A failed run is logged and the next one comes as planned. */
export type ScheduledWork = RepeatedWork | DailyWork;

/**
 * Carries events to their handlers, at least once. BullMQ and the in-process transport implement it and run the same
 * contract suite.
 */
export interface EventTransport {
  readonly name: 'bullmq' | 'in-process';
  /**
   * Hands an event over. Resolves when the transport answers for it: BullMQ once Redis has it, in-process once its
   * handler has run or the event is in the dead-letter queue; rejects when it could not be taken. The outbox entry is
   * removed only after that. A queue without a consumer keeps the event until there is one.
   */
  publish(queue: EventQueue, event: DomainEvent): Promise<void>;
  /**
   * One consumer a queue in a process. A failed event is tried again after 1 s, 5 s and 30 s, then it goes to the
   * dead-letter queue; at once when `isRetryable` says that trying again cannot help.
   */
  consume(queue: EventQueue, handler: EventHandler): Promise<void>;
  /** Runs the work as planned; with BullMQ in one of all the processes. @throws RangeError for no time of day */
  schedule(work: ScheduledWork): Promise<void>;
  /**
   * Calls the lane's handler with the id at that instant, in one of the processes that listen. It may come twice or
   * be lost: only a record that is stored elsewhere says what is to be done.
   */
  wakeAt(lane: string, id: string, at: Date): Promise<void>;
  /** One listener a lane in a process. */
  onWake(lane: string, handler: (id: string) => Promise<void>): Promise<void>;
  /** The newest dead letters first. */
  deadLetters(limit: number): Promise<DeadLetter[]>;
  /** Hands a dead letter to its queue again, with all its attempts. @throws NotFoundError */
  redeliver(deadLetterId: string): Promise<void>;
  /** Waits until what is in the queues consumed here is handled, retries included; at most `timeoutMs`. */
  drain(timeoutMs: number): Promise<void>;
  /**
   * Goes through what the queues hold, dead letters and what has been handled included, and stores what `change` makes of
   * it; the same value leaves it as it is, `undefined` takes it out. What runs at this moment runs with what it was given.
   */
  rewrite(change: PayloadChange): Promise<void>;
  /** False when an event that is published now waits for a consumer in this process that is not there. */
  isConsumed(queue: EventQueue): boolean;
  /** Whether the queue can take events now. */
  isHealthy(): Promise<boolean>;
  /** Lets running handlers finish; what waits is delivered after the next start. */
  close(): Promise<void>;
}
