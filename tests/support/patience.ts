import { vi } from 'vitest';

/** A machine that does more than these tests is slow; what comes, comes within this. The default of a second is too little. */
const PATIENCE_MS = 15_000;

type Waiting = { timeout?: number; interval?: number };

const { waitFor, waitUntil } = vi;
const patient = (options?: number | Waiting): Waiting =>
  typeof options === 'number' ? { timeout: options } : { timeout: PATIENCE_MS, ...options };

// one worker runs many files, and each begins here
const marked = vi as typeof vi & { isPatient?: boolean };
if (!marked.isPatient) {
  marked.isPatient = true;
  vi.waitFor = (callback, options) => waitFor(callback, patient(options));
  vi.waitUntil = (callback, options) => waitUntil(callback, patient(options));
}
