import { logger } from '../../logger.ts';
import type { RepeatedWork, ScheduledWork } from '../event-transport.ts';

/** Timers that can all be stopped at once; none of them keeps the process alive. */
export class Clock {
  readonly #stops = new Set<() => void>();
  readonly #running = new Set<Promise<void>>();
  #isStopped = false;

  /** @returns true when the time has come, false when the clock was stopped before */
  wait(ms: number): Promise<boolean> {
    if (this.#isStopped) return Promise.resolve(false);
    return new Promise((resolve) => {
      const finish = (isTime: boolean) => {
        clearTimeout(timer);
        this.#stops.delete(stop);
        resolve(isTime);
      };
      const stop = () => finish(false);
      const timer = setTimeout(() => finish(true), ms).unref();
      this.#stops.add(stop);
    });
  }

  /** Runs the work now and then every `everyMs`, never twice at the same time. */
  repeat(work: RepeatedWork): void {
    const loop = async () => {
      do {
        const startedAt = Date.now();
        await this.run(work);
        if (!(await this.wait(Math.max(1, work.everyMs - (Date.now() - startedAt))))) return;
      } while (!this.#isStopped);
    };
    if (!this.#isStopped) void loop();
  }

  /** Runs the work once; stopping the clock waits for it. */
  async run(work: Pick<ScheduledWork, 'name' | 'run'>): Promise<void> {
    const run = runLogged(work);
    this.#running.add(run);
    await run;
    this.#running.delete(run);
  }

  /** Wakes everyone who waits and lets running work finish. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const stop of [...this.#stops]) stop();
    await Promise.allSettled([...this.#running]);
  }
}

/** A failed run is logged; the next one comes as planned. */
export async function runLogged(work: Pick<ScheduledWork, 'name' | 'run'>): Promise<void> {
  try {
    await work.run();
  } catch (error) {
    logger.error({ err: error, job: work.name }, 'scheduled work failed');
  }
}
