import type { z } from 'zod';
import type { Scope } from '../entity/scope.ts';

/** Which processes run a job: those with the jobs, or those that people's channels are connected to. */
export type WorkLane = 'jobs' | 'channels';

/** How much of one job a workspace may have at once, over all processes. Absent: as much as the processes can do. */
export interface JobLimit {
  /** Runs at the same time. */
  concurrent?: number;
  /** Runs begun in one second. */
  perSecond?: number;
}

/** What is enqueued: a name and the shape of its data. Whoever only enqueues need not know what is done. */
export interface JobType<S extends z.ZodObject = z.ZodObject> {
  /** verb_noun: `send_reminder`. */
  name: string;
  /** Checked when it is enqueued and again when it runs, so what it makes of a value it must take as it is. */
  data: S;
  /** Default `jobs`. */
  lane?: WorkLane;
}

/** One run of a job, and whose. */
export interface JobRun {
  /** Of the waiting job; stays the same however often it runs. */
  id: string;
  key?: string;
  workspaceId: string;
  /** From 1; a run that its process did not survive does not count. */
  attempt: number;
  /** Clianta's own authority; writes under it are repeatable: a run that comes again after a crash changes nothing twice. */
  scope: Scope;
  /** Aborted when the job is cancelled, when another process has taken it over, and after `limitMs`. */
  signal: AbortSignal;
}

/**
 * Work that waits for its time. It runs at least once: when a process dies in the middle it runs again within seconds,
 * so what it does must be keyed, as its scope's writes are.
 */
export interface Job<S extends z.ZodObject = z.ZodObject, C = unknown> extends JobType<S> {
  /** Waits before the second and further attempts, where the error's code allows one. Default 1 s, 5 s, 30 s. */
  retry?: { delaysMs: readonly number[] };
  /** Of every workspace, or of one by what it has set. */
  limit?: JobLimit | ((context: C, workspaceId: string) => Promise<JobLimit>);
  /** How long one run may take before that counts as failed. Default 60 s. */
  limitMs?: number;
  run(context: C & JobRun, data: z.output<S>): Promise<void>;
}

/** A job of whatever data, as a worker holds it. */
export type AnyJob<C> = Omit<Job<z.ZodObject, C>, 'run'> & {
  run(context: C & JobRun, data: never): Promise<void>;
};

export function defineJob<S extends z.ZodObject, C>(job: Job<S, C>): Job<S, C> {
  return job;
}
