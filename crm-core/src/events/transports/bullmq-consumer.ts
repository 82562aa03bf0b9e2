import { type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { logger } from '../../logger.ts';
import type { EventQueue } from '../catalogue.ts';
import { type DeadLetter, reasonOf } from '../dead-letters.ts';
import { fromMessage } from '../event-message.ts';
import type { EventHandler } from '../event-transport.ts';
import { withLimit } from '../handler-limit.ts';
import { retryDelayMs } from '../retry-policy.ts';
import { within } from '../within.ts';
import type { QueueProfile } from './queue-profile.ts';
import { logRedisTrouble } from './redis-trouble.ts';

export interface ConsumerOptions {
  queue: EventQueue;
  handler: EventHandler;
  connection: Redis;
  prefix: string;
  profile: QueueProfile;
  handlerLimitMs: number;
  retryDelaysMs: readonly number[];
  /** Resolves once the dead letter is in Redis. */
  bury(letter: DeadLetter): Promise<void>;
}

/** An event whose handling has taken a process down this often goes to the dead-letter queue. */
const MAX_STARTS = 20;

/** The worker of one event queue. */
export function startConsumer(options: ConsumerOptions): Worker {
  const { queue, connection, prefix, profile, retryDelaysMs } = options;
  const own = { ...options, handler: withLimit(options.handler, options.handlerLimitMs) };
  const worker = new Worker<Record<string, unknown>>(queue, (job) => handle(own, job), {
    connection,
    prefix,
    concurrency: profile.concurrency,
    ...(profile.eventsPerSecond && { limiter: { max: profile.eventsPerSecond, duration: 1_000 } }),
    drainDelay: profile.drainDelaySeconds,
    stalledInterval: profile.stalledIntervalMs,
    lockDuration: profile.lockDurationMs,
    // a crash is not the event's fault until it has happened MAX_STARTS times
    maxStalledCount: MAX_STARTS * 2,
    settings: {
      backoffStrategy: (attempt, _type, error) =>
        retryDelayMs(error, attempt, retryDelaysMs) ?? retryDelaysMs.at(-1) ?? 0,
    },
  });
  worker.on('error', (error) => logRedisTrouble(error, { queue }));
  worker.on('failed', (job, error) => logger.warn({ err: error, queue, eventId: job?.id }, 'event failed'));
  return worker;
}

async function handle(options: ConsumerOptions, job: Job<Record<string, unknown>>): Promise<void> {
  const { queue, handler, retryDelaysMs, bury } = options;
  const attempts = job.attemptsMade + 1;
  try {
    if (job.attemptsStarted > MAX_STARTS) {
      throw new UnrecoverableError(`Handling it was begun ${MAX_STARTS} times and never finished.`);
    }
    await handler(fromMessage(job.data));
  } catch (error) {
    const isOver =
      error instanceof UnrecoverableError || retryDelayMs(error, attempts, retryDelaysMs) === undefined;
    if (!isOver) throw error;
    // before the job is marked as failed: a crash in between repeats this, with the same id
    const id = `${queue}.${String(job.data.id)}`;
    await bury({ id, queue, event: job.data, error: reasonOf(error), attempts, failedAt: new Date() });
    throw new UnrecoverableError(reasonOf(error));
  }
}

/** Lets running handlers finish; cuts the connection when they take longer than `ms`. */
export async function closeWithin(worker: Worker, ms: number): Promise<void> {
  if (!(await within(worker.close(), ms))) await worker.disconnect().catch(() => {});
}
