import { logger } from '../../logger.ts';
import type { ScheduledWork } from '../event-transport.ts';

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
  repeat(work: ScheduledWork): void {
    const loop = async () => {
      do {
        const run = runLogged(work);
        this.#running.add(run);
        const startedAt = Date.now();
        await run;
        this.#running.delete(run);
        if (!(await this.wait(Math.max(1, work.everyMs - (Date.now() - startedAt))))) return;
      } while (!this.#isStopped);
    };
    if (!this.#isStopped) void loop();
  }

  /** Wakes everyone who waits and lets running work finish. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const stop of [...this.#stops]) stop();
    await Promise.allSettled([...this.#running]);
  }
}

/** A failed run is logged; the next one comes as planned. */
export async function runLogged(work: ScheduledWork): Promise<void> {
  try {
    await work.run();
  } catch (error) {
    logger.error({ err: error, job: work.name }, 'scheduled work failed');
  }
}
