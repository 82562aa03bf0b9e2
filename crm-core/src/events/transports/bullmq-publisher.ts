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

/** Adds jobs to one queue; what is added while a batch is under way goes together in the next one. */
export class BullmqPublisher {
  readonly queue: Queue;
  readonly #options: JobsOptions;
  #waiting: Waiting[] = [];
  #sending: Promise<void> | undefined;

  constructor(queue: Queue, options: JobsOptions) {
    this.queue = queue;
    this.#options = options;
  }

  /** Resolves once Redis has the job; adding the same id again changes nothing. */
  add(name: string, data: Record<string, unknown>, jobId: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ name, data, jobId, resolve, reject });
      this.#sending ??= this.#send();
    });
  }

  async flush(): Promise<void> {
    while (this.#sending) await this.#sending;
  }

  async #send(): Promise<void> {
    // lets everything that is published in this tick come along
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH);
      try {
        await this.queue.addBulk(
          batch.map(({ name, data, jobId }) => ({ name, data, opts: { ...this.#options, jobId } })),
        );
        for (const job of batch) job.resolve();
      } catch (error) {
        for (const job of batch) job.reject(error);
      }
    }
    this.#sending = undefined;
  }
}

/** A job id without the colon that BullMQ keeps for itself, and never purely numeric; different ids stay different. */
export function jobIdOf(eventId: string): string {
  const id = eventId.replaceAll('%', '%25').replaceAll(':', '%3A');
  return /^\d+$/.test(id) ? `%${id}` : id;
}
