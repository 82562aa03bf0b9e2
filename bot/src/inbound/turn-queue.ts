import { RateLimitedError } from '@clianta/crm-core/errors';

export interface TurnQueueOptions {
  /** Turns that run at once in this process: more only make each other slow. */
  atOnce?: number;
  /** How many requests may have been taken and not be answered, before shares count. */
  roomy?: number;
  /** How many may have been taken and not be answered at all. */
  most?: number;
}

/** How long a turn is thought to take before any has run. */
const FIRST_TURN_MS = 1_000;
/** Weight of the newest turn in the average. */
const NEWEST = 0.2;

interface Waiting {
  userId: string;
  start(): void;
}

/**
 * What this process has taken on and not answered yet. Turns run a few at a time, and people take turns: one who has
 * asked for much does not keep another waiting. Who asks for more than can be done soon is told at once.
 */
export class TurnQueue {
  readonly #atOnce: number;
  readonly #roomy: number;
  readonly #most: number;
  /** Requests taken and not answered, of each person. */
  readonly #taken = new Map<string, number>();
  /** In the order in which people come next. */
  readonly #waiting = new Map<string, Waiting[]>();
  #running = 0;
  #turnMs = FIRST_TURN_MS;

  constructor({ atOnce = 16, roomy = 50, most = 200 }: TurnQueueOptions = {}) {
    this.#atOnce = atOnce;
    this.#roomy = roomy;
    this.#most = most;
  }

  /**
   * Takes a request on.
   *
   * @returns to be called once it is answered
   * @throws RateLimitedError when the person's share of the queue is full; somebody who waits for nothing has one
   */
  admit(userId: string): () => void {
    const all = [...this.#taken.values()].reduce((sum, count) => sum + count, 0);
    const own = this.#taken.get(userId) ?? 0;
    const share = Math.floor(this.#most / Math.max(this.#taken.size, 1));
    if (own === 0 || all < this.#roomy || (all < this.#most && own < share)) return this.#count(userId);
    const waitMs = Math.ceil((all * this.#turnMs) / this.#atOnce);
    throw new RateLimitedError(
      `Clianta is busy: ${all} requests wait, ${own} of them yours. Please try again in ${Math.ceil(waitMs / 1_000)} seconds.`,
      waitMs,
    );
  }

  #count(userId: string): () => void {
    this.#taken.set(userId, (this.#taken.get(userId) ?? 0) + 1);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      const left = (this.#taken.get(userId) ?? 1) - 1;
      if (left > 0) this.#taken.set(userId, left);
      else this.#taken.delete(userId);
    };
  }

  /**
   * Runs a turn when it is its person's turn.
   *
   * @param onWait - told at once when it has to wait, with how many run or wait before it
   */
  async run<T>(userId: string, turn: () => Promise<T>, onWait: (before: number) => void): Promise<T> {
    if (this.#running >= this.#atOnce) {
      await new Promise<void>((start) => {
        const before = this.#running + this.#before(userId);
        this.#waiting.set(userId, [...(this.#waiting.get(userId) ?? []), { userId, start }]);
        onWait(before);
      });
    } else this.#running++;
    const begun = performance.now();
    try {
      return await turn();
    } finally {
      this.#turnMs += NEWEST * (performance.now() - begun - this.#turnMs);
      this.#next();
    }
  }

  /** Hands the place of a turn that has ended to whoever comes next, and puts their others behind everybody else's. */
  #next(): void {
    const [first] = this.#waiting;
    const [userId, [next, ...others]] = first ?? ['', []];
    if (!next) {
      this.#running--;
      return;
    }
    this.#waiting.delete(userId);
    if (others.length > 0) this.#waiting.set(userId, others);
    next.start();
  }

  /** Those that come before another one of the person: as many of each as they have themselves. */
  #before(userId: string): number {
    const own = this.#waiting.get(userId)?.length ?? 0;
    let before = own;
    for (const [other, { length }] of this.#waiting)
      if (other !== userId) before += Math.min(length, own + 1);
    return before;
  }
}
