import { Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { logger } from '../../logger.ts';
import type { ScheduledWork } from '../event-transport.ts';
import { runLogged } from './clock.ts';

const QUEUE = 'crm-schedules';

/** Scheduled work as BullMQ job schedulers: each tick runs in one of all the processes. */
export class BullmqSchedules {
  readonly #options: { connection: Redis; prefix: string };
  readonly #work = new Map<string, ScheduledWork>();
  readonly #running = new Set<string>();
  #queue: Queue | undefined;
  #worker: Worker | undefined;

  constructor(options: { connection: Redis; prefix: string }) {
    this.#options = options;
  }

  async add(work: ScheduledWork): Promise<void> {
    this.#work.set(work.name, work);
    this.#queue ??= new Queue(QUEUE, this.#options);
    await this.#queue.upsertJobScheduler(
      work.name,
      { every: work.everyMs },
      { name: work.name, opts: { removeOnComplete: true, removeOnFail: { count: 100 } } },
    );
    if (this.#worker) return;
    this.#worker = new Worker(QUEUE, (job) => this.#run(job.name), { ...this.#options, concurrency: 4 });
    this.#worker.on('error', (error) => logger.warn({ err: error }, 'schedule worker'));
  }

  async close(): Promise<void> {
    await this.#worker?.close();
    await this.#queue?.close();
  }

  async #run(name: string): Promise<void> {
    const work = this.#work.get(name);
    if (!work) {
      // a job of a version before this one
      await this.#queue?.removeJobScheduler(name);
      return;
    }
    if (this.#running.has(name)) return;
    this.#running.add(name);
    await runLogged(work).finally(() => this.#running.delete(name));
  }
}
