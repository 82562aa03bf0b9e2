import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import type { ModelHealth } from './models.ts';

type ErrorClass = NonNullable<ModelHealth['error']>;

/** Watches a provider's calls, so that its health is known without a call made only to ask. */
export class CallHealth extends BaseCallbackHandler {
  readonly name = 'call-health';
  override awaitHandlers = true;
  #lastCallAt: Date | undefined;
  #failingSince: Date | undefined;
  #error: ErrorClass | undefined;
  readonly #now: () => Date;

  constructor(now: () => Date = () => new Date()) {
    super();
    this.#now = now;
  }

  override handleLLMEnd(): void {
    this.#lastCallAt = this.#now();
    this.#failingSince = undefined;
    this.#error = undefined;
  }

  override handleLLMError(error: unknown): void {
    this.#lastCallAt = this.#now();
    this.#failingSince ??= this.#lastCallAt;
    this.#error = errorClass(error);
  }

  /** Healthy until a call fails, and again when one works. */
  get health(): ModelHealth {
    return {
      isHealthy: this.#failingSince === undefined,
      ...(this.#lastCallAt && { lastCallAt: this.#lastCallAt.toISOString() }),
      ...(this.#failingSince && { failingSince: this.#failingSince.toISOString() }),
      ...(this.#error && { error: this.#error }),
    };
  }
}

/** What kind of failure, for an operator: the message may hold a part of a prompt or a key. */
function errorClass(error: unknown): ErrorClass {
  const { status, name = '', message = '' } = Object(error) as Partial<Error> & { status?: unknown };
  if (status === 401 || status === 403 || /api key not valid/i.test(message)) return 'credentials';
  if (status === 429) return 'rate_limited';
  if (typeof status === 'number') return status >= 500 ? 'unavailable' : 'refused';
  if (/abort|timeout/i.test(`${name} ${message}`)) return 'timeout';
  if (/fetch failed|ECONN|ENOTFOUND|network/i.test(message)) return 'unreachable';
  return 'other';
}
