/** Slack repeats an event for up to an hour; the specification asks for a day. */
const KEPT_MS = 24 * 60 * 60_000;
const MOST = 50_000;

/** Remembers over all processes what has been dispatched, for a day. */
export interface SeenStore {
  has(key: string): Promise<boolean>;
  add(key: string): Promise<void>;
}

/**
 * Lets each input through once. A key counts as done only after its work succeeded: one that failed may come again.
 * Behind it the conversation stores an input once by its external id, which holds over restarts and processes.
 */
export class SeenEvents {
  readonly #store: SeenStore | undefined;
  readonly #done = new Map<string, number>();
  readonly #running = new Map<string, Promise<void>>();

  constructor(store?: SeenStore) {
    this.#store = store;
  }

  /** @param keys - different names of the same input: its event id, its message */
  async once(keys: readonly string[], work: () => Promise<void>): Promise<void> {
    const other = keys.map((key) => this.#running.get(key)).find(Boolean);
    if (other) {
      // the same input is on its way: this one is needed only if that fails
      const isDone = await other.then(
        () => true,
        () => false,
      );
      return isDone ? undefined : this.once(keys, work);
    }
    if (keys.some((key) => this.#isDone(key))) return;
    const run = this.#run(keys, work);
    for (const key of keys) this.#running.set(key, run);
    try {
      await run;
    } finally {
      for (const key of keys) this.#running.delete(key);
    }
  }

  async #run(keys: readonly string[], work: () => Promise<void>): Promise<void> {
    const store = this.#store;
    if (store) {
      const known = await Promise.all(keys.map((key) => store.has(key)));
      if (known.includes(true)) return this.#remember(keys);
    }
    await work();
    this.#remember(keys);
    if (store) await Promise.all(keys.map((key) => store.add(key)));
  }

  #isDone(key: string): boolean {
    const until = this.#done.get(key);
    return until !== undefined && until > Date.now();
  }

  #remember(keys: readonly string[]): void {
    for (const key of keys) {
      this.#done.delete(key);
      this.#done.set(key, Date.now() + KEPT_MS);
    }
    // the oldest are first
    for (const [key, until] of this.#done) {
      if (this.#done.size <= MOST && until > Date.now()) break;
      this.#done.delete(key);
    }
  }
}
