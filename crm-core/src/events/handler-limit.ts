import type { EventHandler } from './event-transport.ts';
import { within } from './within.ts';

/**
 * How long an event may be handled before that counts as failed. A handler that hangs would otherwise take its place in
 * the queue for ever.
 */
export const HANDLER_LIMIT_MS = 60_000;

/** Longest wait for running handlers when a process stops; the whole of it may take 10 s. */
export const CLOSE_MS = 3_000;

/** @throws Error after the limit; what the handler still does then is as if it were handled twice */
export function withLimit(handler: EventHandler, ms: number): EventHandler {
  return async (event) => {
    const isDone = await within(handler(event), ms);
    if (!isDone) throw new Error(`Handling the event ${event.id} took longer than ${ms / 1_000} s.`);
  };
}
