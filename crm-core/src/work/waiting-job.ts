import type { Connection } from 'mongoose';
import { idFrom } from '../entity/ids.ts';
import type { WorkLane } from './define-job.ts';

/** Waiting and running ones are open; the others are kept a while so that the same key is known. */
export const JOB_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** A piece of work that waits for its time, as stored: the truth with and without Redis. */
export interface WaitingJob {
  /** Follows from job, workspace and key, where there is a key. */
  _id: string;
  job: string;
  lane: WorkLane;
  workspaceId: string;
  key?: string;
  data: Record<string, unknown>;
  /** When it is to be done. */
  at: Date;
  state: JobState;
  /** Waiting: when it may be begun, which a failed attempt puts off. Running: when its lease ends. */
  wakeAt: Date;
  /** Attempts that failed. */
  attempts: number;
  /** Runs begun, those included that their process did not survive. */
  starts: number;
  /** Counts the orders about it, so that none is lost that comes while it runs. */
  revision: number;
  /** Counts the times that it was to be done anew: runs of one round are the same operation. */
  round: number;
  /** Names the run that holds it. */
  owner?: string;
  /** One of the places that a limited job has in its workspace; no two jobs share one. */
  slot?: string;
  /** What was asked for while it ran: it waits again after that. */
  next?: { at: Date; data: Record<string, unknown> };
  /** It was cancelled while it ran. */
  isCancelled?: boolean;
  /** Why the last attempt failed. */
  error?: string;
  createdAt: Date;
  updatedAt: Date;
  /** When it may be forgotten. */
  goneAt?: Date;
}

/** As long as a failed event, which may have enqueued it, can be delivered again. */
const KEPT_MS = 7 * 86_400_000;

export function keptUntil(now: Date): Date {
  return new Date(now.getTime() + KEPT_MS);
}

export function keyedId(job: string, workspaceId: string, key: string): string {
  return idFrom(`work:${job}:${workspaceId}:${key}`);
}

export const waitingJobs = (connection: Connection) => connection.collection<WaitingJob>('waitingJobs');

/** How often a limited job was begun in one second. */
export const workRates = (connection: Connection) =>
  connection.collection<{ _id: string; count: number; at: Date }>('workRates');

/** Creates the indexes; to be called once before work is enqueued or done. */
export async function prepareWork(connection: Connection): Promise<void> {
  const jobs = waitingJobs(connection);
  await Promise.all([
    jobs.createIndex({ job: 1, state: 1, wakeAt: 1 }),
    jobs.createIndex({ workspaceId: 1, state: 1, at: 1 }),
    jobs.createIndex({ slot: 1 }, { unique: true, partialFilterExpression: { slot: { $exists: true } } }),
    jobs.createIndex({ goneAt: 1 }, { expireAfterSeconds: 0 }),
    workRates(connection).createIndex({ at: 1 }, { expireAfterSeconds: 60 }),
  ]);
}
