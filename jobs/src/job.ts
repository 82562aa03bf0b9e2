import type { Listener } from '@clianta/agents/models/listener';
import type { TurnInput } from '@clianta/agents/run-turn';
import type { TurnResult } from '@clianta/agents/turn-event.schema';
import type { CrmCore } from '@clianta/crm-core/crm-core';
import type { DailyWork, RepeatedWork } from '@clianta/crm-core/events/event-transport';
import type { Notify } from '@clianta/crm-core/events/notification.schema';
import type { JobRun } from '@clianta/crm-core/work/define-job';

/** What jobs and subscribers work with. */
export interface JobContext {
  crm: CrmCore;
  /** Shows what has been stored to those who are connected now. */
  notify: Notify;
  /** Turns sound into text. Absent: nobody here can. */
  listener?: Listener | undefined;
  /** Has the agents do something. Absent: there are none here. */
  runTurn?: RunTurn | undefined;
}

/** One turn of the agents, to its end or to where it waits for a decision. */
export type RunTurn = (input: TurnInput) => Promise<TurnResult>;

/** What a waiting job works with. */
export type JobRunContext = JobContext & JobRun;

/** Every so often, or daily at a time of day. */
type Cadence = Pick<RepeatedWork, 'everyMs'> | Pick<DailyWork, 'dailyAt'>;

/**
 * Work that the clock repeats, over all workspaces. A job may run twice for the same tick (two processes, a crash in
 * the middle) and must then change nothing more.
 */
export type ScheduledJob = Cadence & {
  /** Imperative, as the file: `expire-approvals`. */
  name: string;
  /** Before the first run, at every start: indexes that the job needs. */
  prepare?(context: JobContext): Promise<void>;
  run(context: JobContext): Promise<void>;
};
