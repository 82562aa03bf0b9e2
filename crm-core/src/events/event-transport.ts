import type { DomainEvent, QueueName } from './catalogue.ts';

/** Handles one event; it may be called more than once with the same event and must then change nothing more. */
export type EventHandler = (event: DomainEvent) => Promise<void>;

/**
 * Carries events to their handlers, at least once. BullMQ and the in-process transport implement it and run the same
 * contract suite.
 */
export interface EventTransport {
  readonly name: 'bullmq' | 'in-process';
  /**
   * Hands an event over. Resolves when the transport answers for it: BullMQ once Redis has it, in-process once every
   * handler has run or the event is in the dead-letter queue. The outbox entry is removed only after that.
   */
  publish(queue: QueueName, event: DomainEvent): Promise<void>;
  /** One consumer a queue in a process. Retries after 1 s, 5 s and 30 s, then the dead-letter queue. */
  consume(queue: QueueName, handler: EventHandler): Promise<void>;
  /** Waits until what has been handed over here is handled, at most `timeoutMs`. */
  drain(timeoutMs: number): Promise<void>;
  /** Whether the queue can take events now. */
  isHealthy(): Promise<boolean>;
  close(): Promise<void>;
}
