import { Queue, type RepeatOptions, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { DailyWork, ScheduledWork } from '../event-transport.ts';
import { nextLocalTime } from '../local-time.ts';
import { closeWithin } from './bullmq-consumer.ts';
import { runLogged } from './clock.ts';
import { logRedisTrouble } from './redis-trouble.ts';

const QUEUE = 'crm-schedules';

/** A time of day stands in the place of a cron pattern, so that both transports mean the same by it. */
function dailyRepeat({ dailyAt: { time, timeZone } }: DailyWork) {
  nextLocalTime({ time, timeZone }, new Date());
  return { pattern: time, tz: timeZone };
}

const settings = {
  repeatStrategy: (after: number, { pattern = '', tz = 'UTC' }: RepeatOptions) =>
    nextLocalTime({ time: pattern, timeZone: tz }, new Date(after)).getTime(),
};

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
    if (!this.#queue) {
      this.#queue = new Queue(QUEUE, { ...this.#options, settings });
      this.#queue.on('error', (error) => logRedisTrouble(error, { queue: QUEUE }));
    }
    const repeat = 'everyMs' in work ? { every: work.everyMs } : dailyRepeat(work);
    if (!(await this.#isWaiting(work.name, repeat))) {
      await this.#queue.upsertJobScheduler(work.name, repeat, {
        name: work.name,
        opts: { removeOnComplete: true, removeOnFail: { count: 100 } },
      });
    }
    if (this.#worker) return;
    this.#worker = new Worker(QUEUE, (job) => this.#run(job.name), {
      ...this.#options,
      settings,
      concurrency: 4,
    });
    this.#worker.on('error', (error) => logRedisTrouble(error, { queue: QUEUE }));
  }

  /** Lets running work finish, at most so long. */
  async close(ms: number): Promise<void> {
    if (this.#worker) await closeWithin(this.#worker, ms);
    await this.#queue?.close();
  }

  /** Whether its next run is in Redis already. Planning it anew would lose a run that was missed meanwhile. */
  async #isWaiting(name: string, repeat: RepeatOptions): Promise<boolean> {
    const known = await this.#queue?.getJobScheduler(name);
    if (!known?.next || repeat.pattern === undefined) return false;
    if (known.pattern !== repeat.pattern || known.tz !== repeat.tz) return false;
    return Boolean(await this.#queue?.getJob(`repeat:${name}:${known.next}`));
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
