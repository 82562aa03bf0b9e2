import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { closeWithin } from './bullmq-consumer.ts';
import { jobIdOf } from './bullmq-publisher.ts';
import type { QueueProfile } from './queue-profile.ts';
import { logRedisTrouble } from './redis-trouble.ts';

export interface WakeUpOptions {
  connection: Redis;
  prefix: string;
  profile: QueueProfile;
}

/** Wake-ups as delayed BullMQ jobs, one queue a lane; each comes to one of the processes that listen. */
export class BullmqWakeUps {
  readonly #options: WakeUpOptions;
  readonly #queues = new Map<string, Queue>();
  readonly #workers = new Map<string, Worker>();

  constructor(options: WakeUpOptions) {
    this.#options = options;
  }

  async add(lane: string, id: string, at: Date): Promise<void> {
    const delay = Math.max(0, at.getTime() - Date.now());
    await this.#queue(lane).add(
      'wake',
      { id },
      {
        delay,
        jobId: jobIdOf(`${id}.${at.getTime()}`),
        removeOnComplete: true,
        removeOnFail: true,
      },
    );
  }

  async listen(lane: string, handler: (id: string) => Promise<void>): Promise<void> {
    const { connection, prefix, profile } = this.#options;
    const name = queueName(lane);
    const worker = new Worker<{ id: string }>(name, (job) => handler(job.data.id), {
      connection,
      prefix,
      concurrency: profile.concurrency,
      drainDelay: profile.drainDelaySeconds,
      stalledInterval: profile.stalledIntervalMs,
      lockDuration: profile.lockDurationMs,
    });
    worker.on('error', (error) => logRedisTrouble(error, { queue: name }));
    this.#workers.set(lane, worker);
    await worker.waitUntilReady();
  }

  async close(ms: number): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => closeWithin(worker, ms)));
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
  }

  #queue(lane: string): Queue {
    let queue = this.#queues.get(lane);
    if (!queue) {
      const { connection, prefix } = this.#options;
      queue = new Queue(queueName(lane), { connection, prefix });
      queue.on('error', (error) => logRedisTrouble(error, { queue: queueName(lane) }));
      this.#queues.set(lane, queue);
    }
    return queue;
  }
}

const queueName = (lane: string) => `crm-work-${lane}`;
