import { BaseCallbackHandler } from '@langchain/core/callbacks/base';
import { type FailureKind, failureOf } from './model-failure.ts';
import type { ModelHealth } from './models.ts';

/** Watches a provider's calls, so that its health is known without a call made only to ask. */
export class CallHealth extends BaseCallbackHandler {
  readonly name = 'call-health';
  override awaitHandlers = true;
  #lastCallAt: Date | undefined;
  #failingSince: Date | undefined;
  #error: FailureKind | undefined;
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
    const failure = failureOf(error);
    // an answer that is of no use is an answer
    if (failure.isOfAnswer) {
      this.handleLLMEnd();
      return;
    }
    this.#lastCallAt = this.#now();
    this.#failingSince ??= this.#lastCallAt;
    this.#error = failure.kind;
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
