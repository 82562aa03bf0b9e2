import { RateLimitedError } from '@clianta/crm-core/errors';

/** Messages that one person may send in one minute. */
const PER_MINUTE = 60;
const WINDOW_MS = 60_000;

/** Counts messages in a sliding minute, for each person in this process. */
export class TurnRateLimit {
  readonly #sent = new Map<string, number[]>();

  /** @throws RateLimitedError saying how long to wait */
  take(key: string, now = Date.now()): void {
    const recent = (this.#sent.get(key) ?? []).filter((at) => now - at < WINDOW_MS);
    const oldest = recent[0];
    if (recent.length >= PER_MINUTE && oldest !== undefined) {
      const waitMs = WINDOW_MS - (now - oldest);
      throw new RateLimitedError(
        `That is more than ${PER_MINUTE} messages in a minute. Please wait ${Math.ceil(waitMs / 1000)} seconds.`,
        waitMs,
      );
    }
    recent.push(now);
    this.#sent.set(key, recent);
    if (this.#sent.size > 10_000) this.#forgetIdle(now);
  }

  #forgetIdle(now: number): void {
    for (const [key, sent] of this.#sent)
      if (sent.every((at) => now - at >= WINDOW_MS)) this.#sent.delete(key);
  }
}
