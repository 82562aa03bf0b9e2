import { Queue, type Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { NotFoundError } from '../../errors.ts';
import { type DomainEvent, type EventQueue, QUEUES, type QueueName } from '../catalogue.ts';
import { type DeadLetter, deadLetterSchema } from '../dead-letters.ts';
import type { EventHandler, EventTransport, PayloadChange, ScheduledWork } from '../event-transport.ts';
import { CLOSE_MS, HANDLER_LIMIT_MS } from '../handler-limit.ts';
import { RETRY_DELAYS_MS } from '../retry-policy.ts';
import { closeWithin, startConsumer } from './bullmq-consumer.ts';
import { BullmqPublisher, jobIdOf } from './bullmq-publisher.ts';
import { rewriteJobs } from './bullmq-rewrite.ts';
import { BullmqSchedules } from './bullmq-schedules.ts';
import { BullmqWakeUps } from './bullmq-wake-ups.ts';
import { QUEUE_PROFILES, type QueueProfile } from './queue-profile.ts';
import { connectRedis, pings } from './redis-connection.ts';
import { logRedisTrouble } from './redis-trouble.ts';

export interface BullmqOptions {
  /** `redis://`, `rediss://` or the path of a unix socket. */
  url: string;
  /** Default `full-speed`. */
  profile?: QueueProfile;
  /** Waits between attempts. Default 1 s, 5 s, 30 s. */
  retryDelaysMs?: readonly number[];
  /** How long one event may be handled. Default 60 s. */
  handlerLimitMs?: number;
  /** Longest wait for running handlers when the transport is closed. Default 3 s. */
  closeMs?: number;
  /** First part of every key. Default `clianta`. */
  prefix?: string;
}

const DAY_SECONDS = 86_400;

/** Events as BullMQ jobs, one worker a queue; the event's id is the job's, so that a repeated event is one job. */
export class BullmqTransport implements EventTransport {
  readonly name = 'bullmq';
  readonly #redis: Redis;
  readonly #options: Required<BullmqOptions>;
  readonly #publishers = new Map<QueueName, BullmqPublisher>();
  readonly #workers = new Map<EventQueue, Worker>();
  readonly #schedules: BullmqSchedules;
  readonly #wakeUps: BullmqWakeUps;

  constructor(options: BullmqOptions) {
    this.#options = {
      profile: QUEUE_PROFILES['full-speed'],
      retryDelaysMs: RETRY_DELAYS_MS,
      prefix: 'clianta',
      handlerLimitMs: HANDLER_LIMIT_MS,
      closeMs: CLOSE_MS,
      ...options,
    };
    this.#redis = connectRedis(options.url);
    this.#schedules = new BullmqSchedules({ connection: this.#redis, prefix: this.#options.prefix });
    this.#wakeUps = new BullmqWakeUps({ ...this.#options, connection: this.#redis });
  }

  publish(queue: EventQueue, event: DomainEvent): Promise<void> {
    return this.#publisher(queue).add(event.type, event, jobIdOf(event.id));
  }

  async consume(queue: EventQueue, handler: EventHandler): Promise<void> {
    if (this.#workers.has(queue)) throw new Error(`The queue ${queue} has a consumer already.`);
    const worker = startConsumer({
      ...this.#options,
      queue,
      handler,
      connection: this.#redis,
      bury: (letter) =>
        this.#publisher('crm-events-dlq').add(String(letter.event.type), letter, jobIdOf(letter.id)),
    });
    this.#workers.set(queue, worker);
    await worker.waitUntilReady();
  }

  schedule(work: ScheduledWork): Promise<void> {
    return this.#schedules.add(work);
  }

  wakeAt(lane: string, id: string, at: Date): Promise<void> {
    return this.#wakeUps.add(lane, id, at);
  }

  onWake(lane: string, handler: (id: string) => Promise<void>): Promise<void> {
    return this.#wakeUps.listen(lane, handler);
  }

  async deadLetters(limit: number): Promise<DeadLetter[]> {
    const jobs = await this.#publisher('crm-events-dlq').queue.getJobs(['waiting'], 0, limit - 1, false);
    return jobs.map((job) => deadLetterSchema.parse(job.data));
  }

  async redeliver(deadLetterId: string): Promise<void> {
    const dead = await this.#publisher('crm-events-dlq').queue.getJob(jobIdOf(deadLetterId));
    if (!dead) throw new NotFoundError('dead letter', deadLetterId);
    const letter = deadLetterSchema.parse(dead.data);
    const publisher = this.#publisher(letter.queue);
    const jobId = jobIdOf(String(letter.event.id));
    const job = await publisher.queue.getJob(jobId);
    // first, so that failing again can leave a new dead letter; until it is queued again the failed job remains
    await dead.remove();
    if (job && (await job.isFailed())) {
      await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
    } else await publisher.add(String(letter.event.type), letter.event, jobId);
  }

  async drain(timeoutMs: number): Promise<void> {
    const until = Date.now() + timeoutMs;
    const count = (queue: EventQueue) =>
      this.#publisher(queue).queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized');
    for (;;) {
      await Promise.all([...this.#publishers.values()].map((publisher) => publisher.flush()));
      const open = await Promise.all([...this.#workers.keys()].map(count));
      if (open.every((jobs) => jobs === 0) || Date.now() >= until) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  async rewrite(change: PayloadChange): Promise<void> {
    for (const queue of this.queues()) await rewriteJobs(queue, change);
  }

  /** Redis takes the event, whoever consumes it. */
  isConsumed(): boolean {
    return true;
  }

  /** What Redis does when its memory is full: `noeviction`, or what it throws away. Undefined where it does not say. */
  async evictionPolicy(): Promise<string | undefined> {
    return /^maxmemory_policy:(\S+)/m.exec(await this.#redis.info('memory'))?.[1];
  }

  /** All of them, for whoever looks at what waits in Redis. */
  queues(): Queue[] {
    return QUEUES.map((name) => this.#publisher(name).queue);
  }

  isHealthy(): Promise<boolean> {
    return pings(this.#redis, 1_000);
  }

  async close(): Promise<void> {
    const { closeMs } = this.#options;
    await Promise.all([
      this.#schedules.close(closeMs),
      this.#wakeUps.close(closeMs),
      ...[...this.#workers.values()].map((worker) => closeWithin(worker, closeMs)),
    ]);
    await Promise.all([...this.#publishers.values()].map((publisher) => publisher.queue.close()));
    this.#redis.disconnect();
  }

  #publisher(name: QueueName): BullmqPublisher {
    let publisher = this.#publishers.get(name);
    if (!publisher) {
      const queue = new Queue(name, { connection: this.#redis, prefix: this.#options.prefix });
      queue.on('error', (error) => logRedisTrouble(error, { queue: name }));
      publisher = new BullmqPublisher(queue, {
        attempts: this.#options.retryDelaysMs.length + 1,
        backoff: { type: 'custom' },
        removeOnComplete: { age: DAY_SECONDS },
        removeOnFail: { age: 7 * DAY_SECONDS },
        stackTraceLimit: 1,
      });
      this.#publishers.set(name, publisher);
    }
    return publisher;
  }
}
