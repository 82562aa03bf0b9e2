import type { JobsOptions, Queue } from 'bullmq';

interface Waiting {
  name: string;
  data: Record<string, unknown>;
  jobId: string;
  resolve(): void;
  reject(error: unknown): void;
}

/** Jobs of one `addBulk`; a longer one would hold up Redis for everyone else. */
const BATCH = 250;
/** Batches on their way at the same time; on one connection they arrive in order. */
const FLIGHTS = 4;

/** Adds jobs to one queue, those of one tick together. */
export class BullmqPublisher {
  readonly queue: Queue;
  readonly #options: JobsOptions;
  readonly #waiting: Waiting[] = [];
  readonly #flights = new Set<Promise<void>>();
  #isPlanned = false;

  constructor(queue: Queue, options: JobsOptions) {
    this.queue = queue;
    this.#options = options;
  }

  /** Resolves once Redis has the job; adding the same id again changes nothing. */
  add(name: string, data: Record<string, unknown>, jobId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ name, data, jobId, resolve, reject });
      this.#plan();
    });
  }

  async flush(): Promise<void> {
    while (this.#waiting.length > 0 || this.#flights.size > 0) {
      if (this.#flights.size > 0) await Promise.race(this.#flights);
      else await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Waits for the end of the tick, so that everything published in it comes along. */
  #plan(): void {
    if (this.#isPlanned || this.#flights.size >= FLIGHTS) return;
    this.#isPlanned = true;
    setImmediate(() => {
      this.#isPlanned = false;
      while (this.#waiting.length > 0 && this.#flights.size < FLIGHTS) {
        const flight = this.#send(this.#waiting.splice(0, BATCH)).finally(() => {
          this.#flights.delete(flight);
          if (this.#waiting.length > 0) this.#plan();
        });
        this.#flights.add(flight);
      }
    });
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    try {
      await this.queue.addBulk(
        batch.map(({ name, data, jobId }) => ({ name, data, opts: { ...this.#options, jobId } })),
      );
      for (const job of batch) job.resolve();
    } catch (error) {
      for (const job of batch) job.reject(error);
    }
  }
}

/** A job id without the colon that BullMQ keeps for itself, and never purely numeric; different ids stay different. */
export function jobIdOf(eventId: string): string {
  const id = eventId.replaceAll('%', '%25').replaceAll(':', '%3A');
  return /^\d+$/.test(id) ? `%${id}` : id;
}
