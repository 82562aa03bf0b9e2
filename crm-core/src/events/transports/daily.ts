import { logger } from '../../logger.ts';
import type { DailyWork } from '../event-transport.ts';
import type { LastRuns } from '../last-runs.ts';
import { nextLocalTime } from '../local-time.ts';
import type { Clock } from './clock.ts';

/** Timers are asked again this often: the machine may sleep and its clock be set. */
const LONGEST_WAIT_MS = 60_000;

/** Runs the work at its time of day until the clock is stopped; at once, and once, when it was missed meanwhile. */
export async function runDaily(clock: Clock, work: DailyWork, lastRuns: LastRuns): Promise<void> {
  for (;;) {
    let waitMs = LONGEST_WAIT_MS;
    try {
      waitMs = await runIfDue(clock, work, lastRuns);
    } catch (error) {
      logger.warn({ err: error, job: work.name }, 'last run of scheduled work is not known');
    }
    if (!(await clock.wait(Math.min(waitMs, LONGEST_WAIT_MS)))) return;
  }
}

/** @returns the milliseconds until it is due again */
async function runIfDue(clock: Clock, work: DailyWork, lastRuns: LastRuns): Promise<number> {
  const now = new Date();
  const last = await lastRuns.get(work.name);
  const isDue = last !== undefined && nextLocalTime(work.dailyAt, last) <= now;
  if (isDue) await clock.run(work);
  // work that is new has missed nothing
  if (isDue || last === undefined) await lastRuns.set(work.name, now);
  const due = nextLocalTime(work.dailyAt, isDue || last === undefined ? now : last);
  return Math.max(1, due.getTime() - Date.now());
}
