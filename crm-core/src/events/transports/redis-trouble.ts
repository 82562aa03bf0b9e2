import { logger } from '../../logger.ts';

/** A lost Redis makes several errors a second, of every connection and queue; one line in this time says it all. */
const EVERY_MS = 60_000;
/** What a connection says while its server is away. */
const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
]);

let toldAt = Number.NEGATIVE_INFINITY;

/**
 * Logs an error of a connection, queue or worker.
 *
 * @param now - in milliseconds; passed in, so that tests need no clock
 */
export function logRedisTrouble(error: Error, at: Record<string, unknown>, now = Date.now()): void {
  if (!isAway(error)) {
    logger.warn({ err: error, ...at }, 'queue');
    return;
  }
  if (now - toldAt < EVERY_MS) return;
  toldAt = now;
  // no stack: it shows only our own driver
  logger.warn({ reason: error.message }, 'Redis is not reachable; what is queued waits until it is back');
}

function isAway(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return (
    (code !== undefined && AWAY.has(code)) ||
    /^Connection is closed|^connect |Connection lost/.test(error.message)
  );
}
