import { AsyncLocalStorage } from 'node:async_hooks';

const signals = new AsyncLocalStorage<AbortSignal | undefined>();

/** Does the work of one call, within which `callSignal` is its signal: for clients that do not pass it on themselves. */
export function withCallSignal<T>(signal: AbortSignal | undefined, work: () => T): T {
  return signals.run(signal, work);
}

/** The signal of the call that is being made. */
export function callSignal(): AbortSignal | undefined {
  return signals.getStore();
}
