import { setTimeout as pause } from 'node:timers/promises';
import { logger } from '@clianta/crm-core/logger';
import type { ChannelStore } from './channel-host.ts';

const PREFIX = 'journal:';
/** What is older than this its process has not handed on: it ended, or it failed. */
const LEFT_MS = 30_000;
/** What lies further back is given up: nobody is answered out of the blue. */
const GIVEN_UP_MS = 24 * 60 * 60_000;
const RECOVER_MS = 15_000;
/** Worked on at the same time: the rest waits, so that what comes in is acknowledged in the meantime. */
const AT_ONCE = 8;
/** What comes sooner after another is a crowd: it is acknowledged first, and worked on when none came for so long, */
const CROWD_MS = 100;
/** or after so long, however many still come. */
const LONGEST_CROWD_MS = 2_000;

interface Entry {
  body: unknown;
  /** Milliseconds since 1970. */
  at: number;
  /** How often it was taken up and failed again; each time it rests twice as long. */
  failures?: number;
}

/** An input whose sender waits for it to be stored. */
interface Arrival {
  key: string;
  entry: Entry;
  stored(): void;
  failed(err: unknown): void;
}

export interface JournalOptions {
  store: ChannelStore;
  /** Hands one input on; it may come again, and is then known by its own id. */
  work(body: unknown): Promise<void>;
  /** Default: 30 s. */
  leftMs?: number;
}

/**
 * Inputs between their acknowledgement and their being handed on. A platform that has its answer never brings an input
 * again, so it is stored before that, and forgotten once it was handed on; what a process leaves behind another takes up.
 */
export class Journal {
  readonly #options: JournalOptions;
  readonly #waiting: Array<() => void> = [];
  #running = 0;
  #arrivals: Arrival[] = [];
  #isStoring = false;
  #arrivedAt = 0;
  #crowdSince = 0;
  #crowdUntil = 0;
  /** Opens when the crowd is in, for one after the other: inputs are worked on in the order they came in. */
  #gate: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: JournalOptions) {
    this.#options = options;
  }

  /**
   * Before the acknowledgement. What arrives while others are being stored is stored with the next ones, in one write.
   * @throws when it cannot be stored: the platform shall bring it again
   */
  keep(key: string, body: unknown): Promise<void> {
    const at = Date.now();
    this.#noteArrival(at);
    return new Promise((stored, failed) => {
      this.#arrivals.push({ key: PREFIX + key, entry: { body, at }, stored, failed });
      void this.#storeArrivals();
    });
  }

  /** It was taken back before it was handed on. */
  async forget(key: string): Promise<void> {
    await this.#options.store.delete(PREFIX + key);
  }

  /** After the acknowledgement. What fails stays, and is tried again. Does not throw. */
  async run(key: string, body: unknown): Promise<void> {
    await this.#isHandedOn(key, body);
  }

  async #isHandedOn(key: string, body: unknown): Promise<boolean> {
    this.#gate = this.#gate.then(() => this.#crowdIsIn());
    await this.#gate;
    await this.#turn();
    try {
      await this.#options.work(body);
      await this.forget(key);
      return true;
    } catch (err) {
      logger.warn({ err, key }, 'an input could not be handed on; it is tried again');
      return false;
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  /** Takes up what was left behind, now and from time to time. */
  start(): void {
    const recover = () =>
      this.recover().catch((err) => logger.warn({ err }, 'what was left behind could not be read'));
    void recover();
    this.#timer = setInterval(recover, RECOVER_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async recover(): Promise<void> {
    const { store, leftMs = LEFT_MS } = this.#options;
    for (const stored of await store.keys(PREFIX)) {
      const entry = (await store.get(stored)) as Entry | undefined;
      if (!entry) continue;
      const age = Date.now() - entry.at;
      const failures = entry.failures ?? 0;
      if (age > GIVEN_UP_MS) {
        logger.error({ key: stored }, 'an input is given up: it could not be handed on');
        await store.delete(stored);
      } else if (age < leftMs * 2 ** failures) continue;
      else if (!(await this.#isHandedOn(stored.slice(PREFIX.length), entry.body)))
        await store.set(stored, { ...entry, failures: failures + 1 });
    }
  }

  async #storeArrivals(): Promise<void> {
    if (this.#isStoring) return;
    this.#isStoring = true;
    while (this.#arrivals.length > 0) {
      const batch = this.#arrivals.splice(0);
      try {
        await this.#options.store.setAll(new Map(batch.map(({ key, entry }) => [key, entry])));
        for (const { stored } of batch) stored();
      } catch (err) {
        for (const { failed } of batch) failed(err);
      }
    }
    this.#isStoring = false;
  }

  #noteArrival(at: number): void {
    if (at >= this.#crowdUntil) this.#crowdSince = at;
    if (at - this.#arrivedAt < CROWD_MS)
      this.#crowdUntil = Math.min(at + CROWD_MS, this.#crowdSince + LONGEST_CROWD_MS);
    this.#arrivedAt = at;
  }

  async #crowdIsIn(): Promise<void> {
    for (;;) {
      const rest = this.#crowdUntil - Date.now();
      if (rest <= 0) return;
      await pause(rest);
    }
  }

  async #turn(): Promise<void> {
    if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#running++;
  }
}
