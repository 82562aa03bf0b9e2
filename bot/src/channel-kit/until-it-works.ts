import { setTimeout as pause } from 'node:timers/promises';
import { logger } from '@clianta/crm-core/logger';

const LEAST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;

/**
 * For what comes once and is not brought again: does the work until it succeeds, with pauses that double up to half a
 * minute.
 *
 * @param isOver - nothing is waited for any more
 * @returns undefined when that was so before it succeeded
 */
export async function untilItWorks<T>(work: () => Promise<T>, isOver: () => boolean): Promise<T | undefined> {
  for (let waitMs = LEAST_WAIT_MS; !isOver(); waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      return await work();
    } catch (err) {
      logger.warn({ err, waitMs }, 'an input could not be kept; it is tried again');
    }
    await pause(waitMs, undefined, { ref: false });
  }
  return undefined;
}
