import { isDeepStrictEqual } from 'node:util';
import type { Connection } from 'mongoose';
import { mongo } from 'mongoose';
import type { z } from 'zod';
import { newId } from '../entity/ids.ts';
import { validate } from '../entity/validate.ts';
import { NotFoundError } from '../errors.ts';
import type { JobType, WorkLane } from './define-job.ts';
import { inOneTick } from './in-one-tick.ts';
import { type JobState, keptUntil, keyedId, type WaitingJob, waitingJobs } from './waiting-job.ts';

export interface EnqueueOptions {
  workspaceId: string;
  /** When to do it. Default now; for a key that waits already: when it was to be done. */
  at?: Date;
  /** The same key twice is one piece of work. Without a key each is new. */
  key?: string;
}

export interface Enqueued {
  id: string;
  /** `known`: the very same was enqueued before, and waits, runs or is done. `moved`: its time or data is new. */
  outcome: 'new' | 'moved' | 'known';
}

/** Told of each piece of work that waits from now on. */
export type WorkListener = (work: { lane: WorkLane; id: string; at: Date }) => void;

type Data = Record<string, unknown>;

/** What is enqueued in the same tick is read and written together, so many by one command. */
const MOST_AT_ONCE = 500;

/** MongoDB's code of a key that there is already. */
const DUPLICATE = 11000;

/** Keeps what waits. What it has acknowledged is stored; nothing is done here. */
export class WorkQueue {
  readonly #connection: Connection;
  readonly #now: () => Date;
  readonly #listeners = new Set<WorkListener>();
  readonly #find: (id: string) => Promise<WaitingJob | undefined>;
  readonly #insert: (row: WaitingJob) => Promise<boolean>;

  constructor(connection: Connection, now: () => Date) {
    this.#connection = connection;
    this.#now = now;
    this.#find = inOneTick((ids) => this.#findAll(ids), { most: MOST_AT_ONCE });
    this.#insert = inOneTick((rows) => this.#insertAll(rows), { most: MOST_AT_ONCE });
  }

  get #jobs() {
    return waitingJobs(this.#connection);
  }

  onEnqueued(listener: WorkListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Resolves once it is stored. A key that waits is moved to the new time and data; one that runs waits again after
   * that; one that is over waits again when time or data are others, or when it was cancelled. Keys of what is over
   * are known for a week.
   *
   * @throws InvalidError when the data are not the job's
   */
  async enqueue<S extends z.ZodObject>(
    job: JobType<S>,
    input: z.input<S>,
    { workspaceId, at, key }: EnqueueOptions,
  ): Promise<Enqueued> {
    const data = present(validate(job.data, input, `data of ${job.name}`));
    const id = key === undefined ? newId() : keyedId(job.name, workspaceId, key);
    for (;;) {
      const known = key === undefined ? undefined : await this.#find(id);
      const outcome = known
        ? await this.#again(known, at, data)
        : await this.#add({ ...ownOf(job, workspaceId, key), _id: id }, at, data);
      if (!outcome) continue;
      if (outcome !== 'known') this.#announce(id, laneOf(job), at ?? known?.at ?? this.#now());
      return { id, outcome };
    }
  }

  /** What runs already is asked to stop, and not tried again. @returns whether there was anything to cancel */
  async cancel(job: JobType, workspaceId: string, key: string): Promise<boolean> {
    return this.#cancel(workspaceId, keyedId(job.name, workspaceId, key));
  }

  /** @throws NotFoundError when nothing of this id is open in the workspace */
  async cancelById(workspaceId: string, id: string): Promise<void> {
    if (!(await this.#cancel(workspaceId, id))) throw new NotFoundError('waiting job', id);
  }

  async #cancel(workspaceId: string, id: string): Promise<boolean> {
    const now = this.#now();
    const waiting = await this.#jobs.updateOne(
      { _id: id, workspaceId, state: { $in: ['waiting', 'failed'] } },
      { $set: { state: 'cancelled', updatedAt: now, goneAt: keptUntil(now) }, $inc: { revision: 1 } },
    );
    if (waiting.matchedCount > 0) return true;
    const running = await this.#jobs.updateOne(
      { _id: id, workspaceId, state: 'running' },
      { $set: { isCancelled: true, updatedAt: now }, $unset: { next: 1 }, $inc: { revision: 1 } },
    );
    return running.matchedCount > 0;
  }

  /** A failed one waits again, with all its attempts. @throws NotFoundError when no such job of the workspace failed */
  async retry(workspaceId: string, id: string): Promise<void> {
    const now = this.#now();
    const failed = await this.#jobs.findOneAndUpdate(
      { _id: id, workspaceId, state: 'failed' },
      {
        $set: { state: 'waiting', wakeAt: now, attempts: 0, starts: 0, updatedAt: now },
        $unset: { goneAt: 1 },
      },
    );
    if (!failed) throw new NotFoundError('failed job', id);
    this.#announce(id, failed.lane, now);
  }

  /** Which of these keys the job has had in the last week. */
  async knownKeys(
    job: JobType,
    keys: ReadonlyArray<{ workspaceId: string; key: string }>,
  ): Promise<ReadonlySet<string>> {
    const ids = keys.map(({ workspaceId, key }) => keyedId(job.name, workspaceId, key));
    const found = await this.#jobs.find({ _id: { $in: ids } }, { projection: { key: 1 } }).toArray();
    return new Set(found.flatMap(({ key }) => (key === undefined ? [] : [key])));
  }

  /** What is in these states in the workspace, the next first. */
  async list(
    workspaceId: string,
    { states, limit }: { states: readonly JobState[]; limit: number },
  ): Promise<WaitingJob[]> {
    return this.#jobs
      .find({ workspaceId, state: { $in: [...states] } })
      .sort({ at: 1, _id: 1 })
      .limit(limit)
      .toArray();
  }

  #announce(id: string, lane: WorkLane, at: Date): void {
    for (const listener of this.#listeners) listener({ lane, id, at });
  }

  /** @returns undefined when another call was faster */
  async #add(
    own: Pick<WaitingJob, '_id' | 'job' | 'lane' | 'workspaceId' | 'key'>,
    at: Date | undefined,
    data: Data,
  ): Promise<'new' | undefined> {
    const now = this.#now();
    const when = at ?? now;
    const isNew = await this.#insert({
      ...own,
      data,
      at: when,
      state: 'waiting',
      wakeAt: when,
      attempts: 0,
      starts: 0,
      revision: 1,
      round: 1,
      createdAt: now,
      updatedAt: now,
    });
    return isNew ? 'new' : undefined;
  }

  async #findAll(ids: readonly string[]): Promise<Array<WaitingJob | undefined>> {
    const found = await this.#jobs.find({ _id: { $in: [...ids] } }).toArray();
    const byId = new Map(found.map((job) => [job._id, job]));
    return ids.map((id) => byId.get(id));
  }

  /** @returns for each whether it is new; another of the same id was stored before, or stands before it here */
  async #insertAll(rows: readonly WaitingJob[]): Promise<boolean[]> {
    try {
      await this.#jobs.insertMany([...rows], { ordered: false });
      return rows.map(() => true);
    } catch (error) {
      if (!(error instanceof mongo.MongoBulkWriteError)) throw error;
      const failed = [error.writeErrors].flat();
      const other = failed.find(({ code }) => code !== DUPLICATE);
      if (other) throw other;
      const known = new Set(failed.map(({ index }) => index));
      return rows.map((_, index) => !known.has(index));
    }
  }

  /** @returns undefined when its state was changed meanwhile */
  async #again(
    known: WaitingJob,
    at: Date | undefined,
    data: Data,
  ): Promise<Enqueued['outcome'] | undefined> {
    const planned = known.next ?? known;
    const isSame =
      isDeepStrictEqual(planned.data, data) && (at === undefined || planned.at.getTime() === at.getTime());
    const isCancelled = known.state === 'cancelled' || known.isCancelled === true;
    if (isSame && !isCancelled) return 'known';
    const now = this.#now();
    const isOpen = known.state === 'waiting' || known.state === 'running';
    const when = at ?? (isOpen ? planned.at : now);
    const { matchedCount } = await this.#jobs.updateOne(
      { _id: known._id, state: known.state },
      known.state === 'running'
        ? {
            $set: { next: { at: when, data }, updatedAt: now },
            $unset: { isCancelled: 1 },
            $inc: { revision: 1 },
          }
        : {
            $set: { state: 'waiting', at: when, wakeAt: when, data, attempts: 0, starts: 0, updatedAt: now },
            $unset: { goneAt: 1, error: 1, isCancelled: 1 },
            $inc: { revision: 1, round: 1 },
          },
    );
    return matchedCount > 0 ? 'moved' : undefined;
  }
}

const laneOf = (job: Pick<JobType, 'lane'>): WorkLane => job.lane ?? 'jobs';

function ownOf(job: JobType, workspaceId: string, key: string | undefined) {
  return { job: job.name, lane: laneOf(job), workspaceId, ...(key !== undefined && { key }) };
}

/** As it will be read back: without what is undefined. */
function present(data: Data): Data {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
}
