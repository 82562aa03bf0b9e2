import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { Notify } from '@clianta/crm-core/events/notification.schema';

/** What jobs and subscribers work with. */
export interface JobContext {
  crm: CrmCore;
  notify: Notify;
}

/**
 * Work that the clock repeats, over all workspaces. A job may run twice for the same tick (two processes, a crash in
 * the middle) and must then change nothing more.
 */
export interface Job {
  /** Imperative, as the file: `send-due-reminders`. */
  name: string;
  everyMs: number;
  /** Before the first run, at every start: indexes that the job needs. */
  prepare?(context: JobContext): Promise<void>;
  run(context: JobContext): Promise<void>;
}
