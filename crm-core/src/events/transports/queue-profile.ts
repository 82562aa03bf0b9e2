/** How hard the consumers drive Redis. */
export interface QueueProfile {
  /** Events of one queue handled at the same time in one process. */
  concurrency: number;
  /** Events a second of one queue over all processes; absent: no limit. */
  eventsPerSecond?: number;
  /** How long an idle consumer waits in one blocking read. */
  drainDelaySeconds: number;
  /** How often events of a dead process are looked for. */
  stalledIntervalMs: number;
  /** How long a process that stops renewing its lock is believed to be alive. */
  lockDurationMs: number;
}

export const QUEUE_PROFILES = {
  /** A Redis of one's own. Stalled check and lock are BullMQ's defaults. */
  'full-speed': {
    concurrency: 32,
    drainDelaySeconds: 5,
    stalledIntervalMs: 30_000,
    lockDurationMs: 30_000,
  },
  /** A hosted Redis that counts commands (specification). */
  'small-redis': {
    concurrency: 3,
    eventsPerSecond: 5,
    drainDelaySeconds: 30,
    stalledIntervalMs: 60_000,
    lockDurationMs: 60_000,
  },
} as const satisfies Record<string, QueueProfile>;
export type QueueProfileName = keyof typeof QUEUE_PROFILES;
